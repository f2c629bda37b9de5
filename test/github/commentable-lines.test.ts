import { expect, test } from "vitest";
import { commentableLines } from "#bot/executors/github/commentable-lines.ts";

test.each([
  ["nothing in a patch that GitHub does not show", "", []],
  ["added and unchanged lines", "@@ -1,3 +1,4 @@ select\n a\n-b\n+c\n+d\n e", [1, 2, 3, 4]],
  ["lines of every hunk", "@@ -1 +1 @@\n-a\n+b\n@@ -10,2 +10,3 @@\n x\n+y\n z", [1, 10, 11, 12]],
  ["a new file", "@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file", [1, 2]],
  ["a deleted file", "@@ -1,2 +0,0 @@\n-a\n-b", []],
  ["lines that look like a header", "@@ -5,2 +5,2 @@\n--- a\n+++ b\n+@@ -1 +9 @@", [5, 6]],
  ["an empty unchanged line", "@@ -1,2 +1,3 @@\n a\n \n+b", [1, 2, 3]],
])("%s", (_what, patch, lines) => {
  expect([...commentableLines(patch)]).toEqual(lines);
});
