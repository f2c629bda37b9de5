import fc from "fast-check";
import { expect, test } from "vitest";
import { contextOfBrief } from "#runner/documentation/context-of-brief.ts";
import { checkStatements } from "#runner/facts/check-statements.ts";
import { assemble } from "#runner/writing/assemble.ts";
import { writeStatements } from "#runner/writing/create-built-in-writer.ts";
import { randomBriefs } from "./random-brief.ts";

const runs = { numRuns: 250, seed: 42 };

test("the checker has nothing against what the built-in writer writes", () => {
  fc.assert(
    fc.property(randomBriefs, (brief) => {
      const { refused } = checkStatements(writeStatements(brief), contextOfBrief(brief));

      expect(refused.map(({ statement, reason }) => [statement.marked, reason])).toEqual([]);
    }),
    runs,
  );
});

test("texts are bounded, end cleanly, and hold nothing that dbt would carry out", () => {
  fc.assert(
    fc.property(randomBriefs, (brief) => {
      const { description = "", columns, relationships } = assemble(writeStatements(brief), brief);
      const texts = [
        description,
        ...columns.map((column) => column.description ?? ""),
        ...columns.flatMap(({ options = [] }) => options.map((option) => option.description ?? "")),
        ...relationships.map((relationship) => relationship.description),
      ];

      expect(description.split("\n").length).toBeLessThanOrEqual(45);
      for (const text of texts) {
        expect(text).not.toMatch(/[ \t]$/m);
        expect(text).not.toMatch(/\{[{%#]|\{F\d+|undefined|NaN\b(?! in)|\[object/);
        expect(text.length).toBeLessThan(8_000);
      }
    }),
    runs,
  );
});
