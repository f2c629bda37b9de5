import { backsNumber } from "./backs-number.ts";
import { checkText } from "./check-text.ts";
import type { NumberClaim } from "./claim.ts";
import { readSentences } from "./read-sentences.ts";
import type { Statement } from "./statement.ts";
import type { Scope } from "./statement-context.ts";

/**
 * Why words that were inherited may not be said of this column; undefined: they may. They carry no marks, so
 * a fact of the column must bear out what can only come of a measurement, and no fact may disprove the rest.
 */
export function judgeInherited(
  statement: Statement,
  plain: string,
  scope: Scope,
): string | undefined {
  const { disproved } = checkText(plain, { ...scope, column: statement.column });
  if (disproved[0] !== undefined) return disproved[0].reason;
  for (const sentence of readSentences(plain, [], scope.names)) {
    const said = { statement, plain, sentence };
    for (const claim of sentence.claims) {
      if (claim.kind !== "number" || !isMeasured(claim, plain)) continue;
      const isBacked = scope.facts.some(
        (fact) =>
          (statement.column === undefined ||
            fact.subject === scope.subject ||
            fact.subject === `${scope.subject}.${statement.column}`) &&
          backsNumber(claim, fact, [fact], said) === true,
      );
      if (!isBacked)
        return `"${claim.text.trim()}" was written for ${statement.by}, and no fact bears it out here`;
    }
  }
  return undefined;
}

/** Codes and examples are numbers too; these are counted. */
function isMeasured(claim: NumberClaim, plain: string): boolean {
  if (claim.isWord) return false;
  const behind = plain.slice(claim.end, claim.end + 24);
  return claim.isPercent
    ? /\b(?:of|are|is|have|null)\b/i.test(behind)
    : /^\s+(?:rows|records|nulls|distinct)\b/i.test(behind);
}
