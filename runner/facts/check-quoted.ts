import type { Fact } from "#agents-schema/fact.ts";
import { factsOf, neighbours, sayFact, speaksOf } from "./cited.ts";
import type { QuotedClaim } from "./claim.ts";
import { isKnownCode } from "./is-known-code.ts";
import { isOfData } from "./is-of-code.ts";
import type { Clause } from "./read-sentences.ts";
import type { Said, Scope } from "./statement-context.ts";

/** Why a quoted value is not backed; undefined: it is a name, a value that is cited, or a literal of the SQL. */
export function checkQuoted(
  claim: QuotedClaim,
  clause: Clause,
  said: Said,
  scope: Scope,
): string | undefined {
  const { sentence, statement } = said;
  const { value } = claim;
  const lower = value.toLowerCase();
  if (claim.quote === "`" && scope.names.has(lower)) return undefined;
  if (statement.about === value) return undefined;
  const inClause = neighbours(claim, clause.marks);
  const marks = clause.marks.length > 0 ? inClause : neighbours(claim, sentence.marks);
  const cited = factsOf(marks, scope).filter((fact) => speaksOf(fact, said, scope));
  if (cited.some((fact) => isValueOf(value, fact))) return undefined;
  const isData = scope.facts.some(
    ({ metric, argument }) => metric === "share" && argument === value,
  );
  const isCode = claim.quote === "`" && !isData;
  // `100` rows: a number between quotation marks is a number still.
  const isMeasured = /^[\d.,\s]+%?$/.test(value) && isOfData(claim, clause, said);
  if (!isMeasured && (clause.marks.length === 0 || isCode) && scope.literals.has(lower))
    return undefined;
  if (clause.marks.length === 0 && scope.names.has(lower)) return undefined;
  const known = (word: string) =>
    scope.names.has(word.toLowerCase()) || scope.literals.has(word.toLowerCase());
  if (isCode && !isMeasured && isKnownCode(value, known)) return undefined;
  return `${claim.text} is ${cited.length === 0 ? "backed by no fact" : `not what ${cited.map(sayFact).join(", ")} says`}`;
}

function isValueOf(value: string, { argument, value: measured, metric }: Fact): boolean {
  if (argument === value || String(measured) === value) return true;
  if (
    typeof measured === "string" &&
    /^(?:min|max|p\d\d)$/.test(metric) &&
    measured.trim() === value.trim()
  )
    return true;
  const names = argument?.split(", ") ?? [];
  return metric === "duplicate_rows" && names.includes(value);
}
