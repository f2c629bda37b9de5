import { expect, test } from "vitest";
import { isAdvice } from "#runner/facts/is-advice.ts";

test.each([
  "Use amount for revenue.",
  "- Always filter on status.",
  "For a typical value take the median: large values pull the mean up.",
  "To compare stores to the web, only count orders that were shipped.",
  "Instead, please do not sum it.",
])("says what to do: %s", (sentence) => {
  expect(isAdvice(sentence)).toBe(true);
});

test.each(["Never null.", "Only 3 rows have one.", "For each order there is one payment.", ""])(
  "says what is: %s",
  (sentence) => {
    expect(isAdvice(sentence)).toBe(false);
  },
);

test("a text made to be read for ever is read at once", () => {
  const made = `${"to a ".repeat(20_000)}!`;

  expect(isAdvice(made)).toBe(false);
});
