import type { Measure } from "./measure.ts";
import { quote } from "./quote.ts";

/** Measures of one statement, and their characters: parsers and engines have limits of their own. */
const maxMeasures = 400;
const maxLength = 40_000;

export interface PackedQuery {
  sql: string;
  /** In the order of the answer's columns. */
  measures: readonly Measure[];
}

/** As few statements as possible that answer all measures of a relation, one row each. */
export function packMeasures(
  relation: { database?: string; schema?: string; name: string },
  measures: readonly Measure[],
): readonly PackedQuery[] {
  const packs: Measure[][] = [];
  let length = 0;
  for (const measure of measures) {
    const last = packs.at(-1);
    const isFull =
      last === undefined ||
      last.length >= maxMeasures ||
      length + measure.expression.length > maxLength;
    if (isFull) packs.push([]);
    length = (isFull ? 0 : length) + measure.expression.length;
    packs.at(-1)?.push(measure);
  }
  return packs.map((pack) => {
    const asked = pack.map(({ expression }, index) => `  ${expression} as m${index + 1}`);
    return {
      sql: `select\n${asked.join(",\n")}\nfrom ${quote.relation(relation)}`,
      measures: pack,
    };
  });
}
