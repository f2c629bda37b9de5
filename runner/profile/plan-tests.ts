import { type Dialect, dialects } from "./dialect.ts";
import { sketchSize } from "./plan-distribution.ts";
import { quote } from "./quote.ts";

/** Rows of which the sketch of a column with some repeated values is made. */
const looked = sketchSize * 8;

/** The smallest hashes of a column with many values, ascending, the same value as often as it occurs. */
export function planSketch(from: string, { name }: { name: string }, dialect: Dialect): string {
  const { hash, text } = dialects[dialect];
  const c = quote.name(name);
  return `select ${text("h")} as h from (select ${hash(text(c))} as h from ${from} where ${c} is not null) s order by s.h limit ${looked}`;
}

/** The sketch; undefined where too few distinct hashes were seen to know that they are the smallest. */
export function readSketch(
  rows: readonly (readonly (string | number | boolean | null)[])[],
): readonly string[] | undefined {
  const hashes = [...new Set(rows.map(([hash]) => String(hash)))].slice(0, sketchSize);
  return hashes.length < sketchSize && rows.length >= looked ? undefined : hashes;
}
