import type { Measure } from "./measure.ts";
import { quote } from "./quote.ts";

/** Measures of one statement, and its characters: the SQL gate reads no more than 20,000. */
const maxMeasures = 400;
const maxLength = 18_000;
/** Characters that a measure needs beside its expression. */
const around = 12;

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
    const more = measure.expression.length + around;
    const last = packs.at(-1);
    const isFull = last === undefined || last.length >= maxMeasures || length + more > maxLength;
    if (isFull) packs.push([]);
    length = (isFull ? 0 : length) + more;
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
