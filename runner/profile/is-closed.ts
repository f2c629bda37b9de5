import type { Distribution } from "./distribution.ts";
import { longestTop, maxTop } from "./plan-distribution.ts";

/** Whether grouping has told every value of a column, each of them whole. */
export function isClosed(grouped: Distribution | undefined): boolean {
  if (grouped === undefined || grouped.distinct > maxTop) return false;
  const isWhole = ({ value }: { value: unknown }) => String(value).length <= longestTop;
  return grouped.top.length >= grouped.distinct && grouped.top.every(isWhole);
}
