import { expect, test } from "vitest";
import { nearest } from "#agents-schema/nearest.ts";

const known = ["triggers", "prompt", "name", "on_changed_files", "opened", "reopened"];

test.each([
  ["triger", "triggers"],
  ["Promt", "prompt"],
  ["nmae", "name"],
  ["on-changed-file", "on_changed_files"],
  ["open", "opened"],
  ["zebra", undefined],
  ["", undefined],
  ["x".repeat(10_000), undefined],
])("%j was probably meant to be %s", (word, expected) => {
  expect(nearest(word, known)).toBe(expected);
});
