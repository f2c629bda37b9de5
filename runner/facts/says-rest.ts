import type { Fact } from "#agents-schema/fact.ts";

const nullish =
  /(?<!\bnot )(?<!\bnever )(?<!\bnon-?)\b(?:nulls?|missing|empty|blank|unset|unknown|absent)\b|\b(?:no|without(?: an?| any)?|lacks?(?: an?)?|lacking(?: an?)?) (?:\w+ )?values?\b|(?:\b(?:not|never)|n't) (?:\w+ )?(?:set|filled|populated|present|given|known|recorded)\b|\bha(?:s|ve) (?:no|none)\b|\black(?:s|ing)?\b|\bwithout\b/gi;
const filled =
  /\bnon-?null\b|\b(?:not|never) (?:null|missing|empty|blank|unset|unknown|absent)\b|\b(?:has|have|with|holds?|carr(?:y|ies)) (?:an? |some )?(?:\w+ )?values?\b|\b(?:filled|populated|present|set|given|known|recorded|available)\b/i;
const isFalse = /\bfalse\b|\b(?:not|never|without)\b|n't\b|\bno\b(?! (?:more|less|fewer) than)/i;
const isTrue = /(?<!\bnot )\btrue\b/i;
const orphaned =
  /\borphan\w*|\bunmatched\b|\bwithout\b|\bno (?:\w+ )?(?:parent|match\w*)\b|\bmissing\b|\bnot found\b|\black\w*/i;
const unused = /\b(?:not|no|never|none|without|unused|missing|lack\w*)\b|n't\b/i;
const matched = /\bmatch(?:es|ed|ing)?\b|\b(?:has|have|find) an? (?:parent|match)\b|\bcovered\b/i;

/**
 * What a percentage is said of: the share itself, what it leaves, or either as far as the words tell. `Not paid
 * in 58%` is of the rest of the share of `paid`.
 */
export function saysRest({ metric, argument }: Fact, clause: string): "share" | "rest" | "either" {
  if (metric === "share" && argument !== undefined) {
    return isDenied(argument, clause) ? "rest" : "either";
  }
  const [yes, no] = saysBoth(metric, clause);
  if (yes === no) return "either";
  return yes ? "share" : "rest";
}

function saysBoth(metric: string, clause: string): readonly [boolean, boolean] {
  if (metric === "null_share") {
    const rest = clause.replace(nullish, " ");
    return [rest !== clause, filled.test(rest)];
  }
  if (metric === "true_share") return [isTrue.test(clause), isFalse.test(clause)];
  if (metric === "reference_coverage") return [matched.test(clause), orphaned.test(clause)];
  if (metric === "parent_coverage") {
    const isUnused = unused.test(clause);
    return [!isUnused, isUnused];
  }
  return [false, false];
}

/** `not 'web'`, `other than web`: a word or two may stand between. */
export function isDenied(value: string, text: string): boolean {
  const wanted = value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(
    `(?:\\b(?:not|non|never|neither|other than|except(?: for)?|anything but|differs? from|different from|without|nowhere)|n't|!=|<>)[\\s-]+(?:\\w+\\s+){0,2}?['"\`‘“]?${wanted}(?![\\p{L}\\p{N}_])`,
    "iu",
  ).test(text);
}
