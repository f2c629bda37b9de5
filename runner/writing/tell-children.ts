import type { Relationship } from "../keys/relationship.ts";
import type { FactBook, NumberFact } from "./fact-book.ts";
import { mark } from "./mark.ts";
import { say } from "./say.ts";
import { sayName } from "./say-name.ts";

/**
 * How many rows one value of a key has: `Rows per order_id: 1 at the median, 4 at the 95th percentile, 6 at
 * most`. Only values that have a parent were counted: where others exist, that is said. undefined: nobody counted.
 */
export function tellChildren(
  book: FactBook,
  { child, parent }: Pick<Relationship, "child" | "parent">,
  what: string,
): string | undefined {
  const [column, subject] = [sayName(child.column), sayName(parent.subject)];
  const fact = (metric: "orphan_rows" | "children_p50" | "children_p95" | "children_max") =>
    book.number(child.column, metric, `${parent.subject}.${parent.column}`);
  const [p50, p95, max] = [fact("children_p50"), fact("children_p95"), fact("children_max")];
  if (column === undefined || subject === undefined) return undefined;
  if (p50 === undefined || p95 === undefined || max === undefined) return undefined;
  const among =
    fact("orphan_rows")?.value === 0 ? "" : `, among those that have a row in ${subject}`;
  return `${what} per ${column}${among}: ${tellSizes(p50, p95, max)}`;
}

function tellSizes(p50: NumberFact, p95: NumberFact, max: NumberFact): string {
  const middle = `${mark(say.count(p50.value), p50)} at the median`;
  const most = `${mark(say.count(max.value), max)} at most`;
  if (p95.value === max.value || p95.value === p50.value) return `${middle}, ${most}`;
  return `${middle}, ${mark(say.count(p95.value), p95)} at the 95th percentile, ${most}`;
}
