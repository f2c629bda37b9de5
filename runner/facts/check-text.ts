import type { Fact } from "#agents-schema/fact.ts";
import type { AbsoluteClaim, NumberClaim } from "./claim.ts";
import { disproveAbsolute } from "./disprove-absolute.ts";
import { columnOf, subjectOf } from "./facts-about.ts";
import { numberAgrees } from "./number-agrees.ts";
import { readSentences, type Sentence } from "./read-sentences.ts";
import type { StatementContext } from "./statement-context.ts";

export interface Disproved {
  claim: string;
  sentence: string;
  fact: Fact;
  reason: string;
}

export interface TextJudgement {
  /** What a fact says against the text. */
  disproved: readonly Disproved[];
  /** Claims that no fact says anything about: they may be true. */
  unbacked: readonly string[];
}

/** Longest text that is looked at, in characters. */
const maxLength = 20_000;
/** What is said of some rows only, or of another thing than this column or relation. */
const conditional =
  /\b(?:if|when|where|unless|except|until|once|after|before|for (?:\S+ )?(?:\w+ed|orders|customers|rows that|records that)|in case|only for|starting|since|should|must|expected|ideally|within|per|each \w+ in|combined|together|combination|along with|composite|concatenat\w+|hash\w*)\b/i;

/**
 * Looks for what a fact disproves in a text that people wrote, without marks. `column`: whose text it is;
 * left out: the relation's. Careful with people's words: what is said of some rows, of another thing, or as
 * a rule and not as an observation is left alone.
 */
export function checkText(
  text: string,
  about: StatementContext & { column?: string | undefined },
): TextJudgement {
  const subject = about.subject ?? subjectOf(about.facts);
  const wanted = about.column?.toLowerCase();
  const own = about.facts.filter(
    (fact) =>
      columnOf(fact, subject)?.toLowerCase() === wanted &&
      (wanted !== undefined || fact.subject === subject),
  );
  const plain = text
    .slice(0, maxLength)

    .replace(/\{[{%#].*?[}%#]\}/gs, "")
    // A line that goes on in the next is one sentence.
    .replace(/(?<=[^\n.!?:])\n(?=[ \t]*[^\s*•-])/g, " ");
  const names = new Set([...about.names].map((name) => name.toLowerCase()));
  const disproved: Disproved[] = [];
  const unbacked: string[] = [];
  for (const sentence of readSentences(plain, [], names)) {
    for (const claim of sentence.claims) {
      const fact =
        claim.kind === "absolute"
          ? againstAbsolute(claim, sentence, plain, { ...about, subject, own })
          : claim.kind === "number"
            ? againstNumber(claim, sentence, plain, { ...about, subject, own })
            : undefined;
      const said = claim.text.trim();
      if (fact === undefined) unbacked.push(said);
      else
        disproved.push({
          claim: said,
          sentence: sentence.text.trim(),
          fact,
          reason: `"${excerpt(sentence.text)}" is not what ${sayFact(fact)} says`,
        });
    }
  }
  return { disproved, unbacked };
}

interface Own {
  facts: readonly Fact[];
  own: readonly Fact[];
  subject: string | undefined;
  column?: string | undefined;
}

function againstAbsolute(
  claim: AbsoluteClaim,
  sentence: Sentence,
  plain: string,
  { own, facts, subject, column }: Own,
): Fact | undefined {
  const clause =
    sentence.clauses.find(({ start, end }) => start <= claim.start && claim.start < end) ??
    sentence;
  const around = plain.slice(clause.start, clause.end);
  const after = plain.slice(claim.end, sentence.end);
  const before = plain.slice(sentence.start, claim.start);
  const others = claim.absolute === "one row per" ? before + after : sentence.text;
  if (conditional.test(others) || /\?\s*$/.test(sentence.text)) return undefined;
  const named = column === undefined ? columnNamed(claim, before, after) : undefined;
  if (column === undefined && named === undefined) return undefined;
  const about =
    named === undefined
      ? own
      : facts.filter((fact) => columnOf(fact, subject)?.toLowerCase() === named);
  return disproveAbsolute(claim.absolute, {
    said: claim.text.toLowerCase(),
    before: before.toLowerCase(),
    after: after.toLowerCase(),
    around: around.toLowerCase(),
    own: about,
    rows: facts.find(({ metric, subject: whose }) => metric === "row_count" && whose === subject),
  });
}

/** In a text about the relation: the column whose name the sentence begins with, or that it has one row for. */
function columnNamed(
  { absolute }: AbsoluteClaim,
  before: string,
  after: string,
): string | undefined {
  const name =
    absolute === "one row per"
      ? /^\s*(?:`([^`]+)`|([\w$]*_[\w$]*))\s*(?:[.;,()]|$)/.exec(after)
      : /^[\s•*-]*(?:`([^`]+)`|([\w$]*_[\w$]*))\s*(?::|is|are|has)\s*$/.exec(before);
  return (name?.[1] ?? name?.[2])?.toLowerCase();
}

/** `12 rows` of a relation: the number of its rows. */
function againstNumber(
  claim: NumberClaim,
  sentence: Sentence,
  plain: string,
  { own, column }: Own,
): Fact | undefined {
  if (claim.isPercent || claim.isRatio || claim.isWord || claim.bound !== undefined)
    return undefined;
  const behind = plain.slice(claim.end, sentence.end);
  if (column !== undefined) return againstCount(claim, behind, sentence, own);
  const isOfAll =
    /^\s+(?:rows|records)(?:\s+(?:in total|overall|in (?:the|this) (?:table|model|relation)))?\s*[.!)]?\s*$/i.test(
      behind,
    ) &&
    /(?:^|\b(?:has|have|holds?|contains?|with|total of|totals?|comprises|:)\s*(?:a total of\s*)?)$/i.test(
      plain.slice(sentence.start, claim.start),
    );
  if (!isOfAll || conditional.test(sentence.text)) return undefined;
  const rows = own.find(({ metric, method }) => metric === "row_count" && method === "exact");
  if (rows === undefined || typeof rows.value !== "number") return undefined;
  return numberAgrees(generous(claim), rows.value) ? undefined : rows;
}

/** `12 nulls`, `9 distinct values` of a column, where that is all the sentence says. */
function againstCount(
  claim: NumberClaim,
  behind: string,
  sentence: Sentence,
  own: readonly Fact[],
): Fact | undefined {
  const noun = /^\s+(nulls|distinct values)\s*[.;,)]?\s*$/i.exec(behind)?.[1]?.toLowerCase();
  if (noun === undefined || sentence.claims.length > 1 || conditional.test(sentence.text))
    return undefined;
  const metric = noun === "nulls" ? "null_count" : "distinct_count";
  const fact = own.find((one) => one.metric === metric && one.method === "exact");
  if (fact === undefined || typeof fact.value !== "number") return undefined;
  return numberAgrees(generous(claim), fact.value) ? undefined : fact;
}

/** People round more than we do: one significant digit, and five percent. */
function generous(claim: NumberClaim): NumberClaim {
  if (!claim.isAbout && claim.unit === 1 && !/0$/.test(String(claim.value))) return claim;
  return { ...claim, isAbout: true, unit: Math.max(claim.unit, Math.abs(claim.value) / 10) };
}

function sayFact({ id, metric, value }: Fact): string {
  return `${id} (${metric} = ${excerpt(String(value))})`;
}

function excerpt(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= 100 ? flat : `${flat.slice(0, 99)}…`;
}
