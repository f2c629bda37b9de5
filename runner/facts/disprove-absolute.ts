import type { Fact } from "#agents-schema/fact.ts";
import type { Absolute } from "./claim.ts";

/** An absolute claim in a text of people, about one column. Texts are in lower case. */
export interface ClaimOfPeople {
  said: string;
  /** Of its sentence, before and after the claim; and the part of the sentence that it stands in. */
  before: string;
  after: string;
  around: string;
  /** Facts of the column. */
  own: readonly Fact[];
  rows: Fact | undefined;
}

/**
 * The fact that disproves what people say of a column, where one does. Only claims that can mean nothing
 * else are judged: `unique identifier of the customer` is true of a column that repeats.
 */
export function disproveAbsolute(absolute: Absolute, claim: ClaimOfPeople): Fact | undefined {
  switch (absolute) {
    case "row key":
    case "unique":
      return claimsUniqueHere(claim)
        ? find(claim, "is_unique", (value) => value === false)
        : undefined;
    case "not unique":
      return /\bnot unique\b/.test(claim.said) && isSubject(claim.before) && isWhole(claim)
        ? find(claim, "is_unique", (value) => value === true && Number(claim.rows?.value ?? 0) > 1)
        : undefined;
    case "never null":
      return /never null|no nulls?\b|not null|non-?null|not nullable|cannot be null|can't be null|always (?:populated|present|filled)|null-free/.test(
        claim.said,
      ) && isWhole(claim)
        ? find(claim, "null_count", (value) => Number(value) > 0)
        : undefined;
    case "always null":
      return /always null|only null|all null|entirely null|every row/.test(claim.said) &&
        isWhole(claim)
        ? find(claim, "null_count", (value) => Number(value) < Number(claim.rows?.value ?? 0))
        : undefined;
    case "constant":
      return /always the same|single value|one distinct value|same value/.test(claim.said) &&
        isWhole(claim)
        ? find(claim, "distinct_count", (value) => Number(value) > 1)
        : undefined;
    case "never negative":
      return isWhole(claim)
        ? find(claim, "min", (value) => typeof value === "number" && value < 0)
        : undefined;
    case "always positive":
      return isWhole(claim)
        ? find(claim, "min", (value) => typeof value === "number" && value <= 0)
        : undefined;
    case "one-to-one":
    case "many-to-one":
      return isWhole(claim) || /^\s+(?:from|to)\b/.test(claim.after)
        ? find(claim, "cardinality", (value) => value !== absolute)
        : undefined;
    case "no orphans":
      return /orphan|integrity/.test(claim.said) ||
        (/^(?:every|each|all)\b/.test(claim.said) && claim.before.trim() === "")
        ? find(claim, "orphan_rows", (value) => Number(value) > 0)
        : undefined;
    case "one row per":
      return find(claim, "is_unique", (value) => value === false);
    default:
      return undefined;
  }
}

/** The claim is all that is said after the column's name: no condition, no other thing that it is said of. */
function isWhole({ after }: ClaimOfPeople): boolean {
  return /^(?:\s*(?:values?|allowed|\)|here|in (?:this|the) (?:table|model|column|relation)))*\s*(?:[.;,!)]|and (?:is |are )?(?:unique|never|not|always)\b|but\b|$)/.test(
    after,
  );
}

function claimsUniqueHere({ before, after }: ClaimOfPeople): boolean {
  if (/\bnot\b|n't\b|\bnon\b/.test(before) || !isSubject(before)) return false;
  const ofThis =
    /^\s*(?:identifier|key|id|value)?\s*(?:(?:for|of|in|to|on|per) (?:this|each|every|the|an?)? ?(?:row|record|table|model|line))\s*(?:[.;,!)]|$)/;
  const isAlone = /^\s*(?:values?)?\s*(?:[.;,!)]|and (?:is |are )?(?:not|never|non)|$)/.test(after);
  return isAlone || ofThis.test(after);
}

/** Nothing, or hardly anything, before the claim: it is said of the column and of nothing else. */
function isSubject(before: string): boolean {
  return /^[\s•*-]*(?:[\w`.]+\s*:\s*)?(?:(?:the|a|an|this|its|is|are|it|field|column|value|values|key|serves?|as|always|and|each|must|be|null|never|guaranteed|to|was|in)\b[\s,]*)*$/.test(
    before,
  );
}

function find(
  { own }: ClaimOfPeople,
  metric: string,
  holds: (value: Fact["value"]) => boolean,
): Fact | undefined {
  return own.find((fact) => fact.metric === metric && fact.method === "exact" && holds(fact.value));
}
