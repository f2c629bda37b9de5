import type { NumberFact } from "./fact-book.ts";
import { mark } from "./mark.ts";
import { say } from "./say.ts";

/** How many rows one value of a key has: `1 at the median, 4 at the 95th percentile, 6 at most`. */
export function tellChildren(p50: NumberFact, p95: NumberFact, max: NumberFact): string {
  const middle = `${mark(say.count(p50.value), p50)} at the median`;
  const most = `${mark(say.count(max.value), max)} at most`;
  if (p95.value === max.value || p95.value === p50.value) return `${middle}, ${most}`;
  return `${middle}, ${mark(say.count(p95.value), p95)} at the 95th percentile, ${most}`;
}
