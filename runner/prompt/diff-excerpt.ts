import { createTwoFilesPatch } from "diff";
import { cutMiddle } from "./cut-middle.ts";

/** Above this many characters a file is not compared line by line: it would cost more than it tells. */
const maxComparable = 400_000;

/** What changed in one file, as a unified diff of at most `maxChars` characters. */
export function diffExcerpt(
  file: { path: string; before: string | undefined; after: string | undefined },
  maxChars: number,
): string {
  const before = file.before ?? "";
  const after = file.after ?? "";
  if (before.length + after.length > maxComparable) return "(too large to show)";
  const patch = createTwoFilesPatch(
    file.before === undefined ? "/dev/null" : `a/${file.path}`,
    file.after === undefined ? "/dev/null" : `b/${file.path}`,
    before,
    after,
    undefined,
    undefined,
    { context: 3, timeout: 2_000 },
  );
  if (patch === undefined) return "(too different to show)";
  const body = patch.replace(/^=+\n/, "").trimEnd();
  return cutMiddle(body, maxChars);
}
