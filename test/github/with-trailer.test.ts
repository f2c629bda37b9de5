import { expect, test } from "vitest";
import { withTrailer } from "#bot/executors/github/with-trailer.ts";

const line = "Buster-Effect: run-1-e2";

test.each([
  ["alone", "", line],
  ["after words", "Describes a column.", `Describes a column.\n\n${line}`],
  [
    "beside other trailers",
    "Words.\n\nBuster-Run: run-1\nApproved-by: github:ada\n",
    `Words.\n\nBuster-Run: run-1\nApproved-by: github:ada\n${line}`,
  ],
  [
    "apart from a paragraph that only begins like trailers",
    "Note: this\nis prose.",
    `Note: this\nis prose.\n\n${line}`,
  ],
])("the trailer stands %s", (_where, body, expected) => {
  expect(withTrailer(body, line)).toBe(expected);
});
