import type { Measure } from "./measure.ts";

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

/** As few statements as possible that answer all measures of what stands in FROM, one row each. */
export function packMeasures(from: string, measures: readonly Measure[]): readonly PackedQuery[] {
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
  return packs.map((pack) => packedQuery(from, pack));
}

export function packedQuery(from: string, measures: readonly Measure[]): PackedQuery {
  const asked = measures.map(({ expression }, index) => `  ${expression} as m${index + 1}`);
  return { sql: `select\n${asked.join(",\n")}\nfrom ${from}`, measures };
}
