import type { Claim } from "./claim.ts";
import type { Mark } from "./read-marks.ts";

/** A marked text with other words in the place of some claims; the marks stay behind what they stood behind. */
export function withTexts(
  plain: string,
  marks: readonly Mark[],
  texts: ReadonlyMap<Claim, string>,
): string {
  const changes = [
    ...[...texts].map(([{ start, end }, text]) => ({ start, end, text })),
    ...marks.map(({ at, ids }) => ({ start: at, end: at, text: ` {${ids.join(",")}}` })),
  ].sort((a, b) => a.start - b.start || a.end - b.end);
  let marked = "";
  let at = 0;
  for (const { start, end, text } of changes) {
    marked += plain.slice(at, start) + text;
    at = Math.max(at, end);
  }
  return marked + plain.slice(at);
}
