import { type Dialect, dialects } from "./dialect.ts";
import { sketchHash, sketchSize } from "./plan-distribution.ts";
import { quote } from "./quote.ts";

/** Rows of which the sketch of a column with some repeated values is made. */
const looked = sketchSize * 8;

/** Whole numbers of a range that is not much wider than their rows are counted by marking each in a row of bits. */
const widestSpan = 256 * 1024 * 1024;
const spanPerRow = 16;

/** The exact number of distinct values; `min` and `max` as far as they are known. */
export function countDistinct(
  { name, type }: { name: string; type: string },
  { min, max, rows }: { min: unknown; max: unknown; rows: number },
  dialect: Dialect,
): string {
  const c = quote.name(name);
  const plain = `count(distinct ${c})`;
  const isInteger = /^u?(?:tiny|small|big)?int(?:eger)?$/i.test(type);
  if (dialect !== "duckdb" || !isInteger) return plain;
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max)) return plain;
  const span = Number(max) - Number(min) + 1;
  if (span > Math.min(widestSpan, rows * spanPerRow)) return plain;
  return `bit_count(bitstring_agg(${c}, ${min}, ${max}))`;
}

/** The smallest hashes of a column with many values, ascending, the same value as often as it occurs. */
export function planSketch(
  from: string,
  { name, type }: { name: string; type: string },
  dialect: Dialect,
): string {
  const { text } = dialects[dialect];
  const c = quote.name(name);
  return `select ${text("s.h")} as h from (select ${sketchHash(c, type, dialect)} as h from ${from} where ${c} is not null order by 1 limit ${looked}) s`;
}

/** The sketch; undefined where too few distinct hashes were seen to know that they are the smallest. */
export function readSketch(
  rows: readonly (readonly (string | number | boolean | null)[])[],
): readonly string[] | undefined {
  const sorted = rows
    .map(([hash]) => BigInt(String(hash)))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const hashes = [...new Set(sorted.map(String))].slice(0, sketchSize);
  return hashes.length < sketchSize && rows.length >= looked ? undefined : hashes;
}
