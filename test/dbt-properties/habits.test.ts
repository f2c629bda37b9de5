import { describe, expect, test } from "vitest";
import { spliceDocumentation } from "#runner/dbt/properties/splice-documentation.ts";
import { changedLines } from "./changed-lines.ts";
import { entriesOf } from "./entries-of.ts";
import { habits } from "./habits.ts";
import { syntheticEdits } from "./synthetic-edits.ts";

describe.each(["dbt", "buster"] as const)("in the layout of %s", (layout) => {
  test.each(habits)("%s: an edit changes the lines that it needs, and again nothing", (_, text) => {
    const file = entriesOf(text);
    if ("problem" in file) throw new Error(file.problem);
    const edits = file.entries.flatMap((entry) => syntheticEdits(file, entry, layout));

    const done = edits.map(({ what, wanted, isOurs, minimal }) => {
      const ours = () => isOurs;
      const result = spliceDocumentation(text, wanted, { layout, ours });
      if ("refused" in result) return { what, refused: result.refused };
      const again = spliceDocumentation(result.text, wanted, { layout, ours });
      const isTied = result.skipped.some((reason) => reason.endsWith("by an anchor"));
      return {
        what: `${what} of ${wanted.name}`,
        lines: changedLines(text, result.text),
        needed: isTied ? 0 : minimal,
        isSame: "text" in again && again.text === result.text,
        skipped: isTied ? [] : result.skipped,
      };
    });

    expect(done.length).toBeGreaterThan(1);
    expect(done.filter((edit) => edit.lines !== edit.needed || !edit.isSame)).toEqual([]);
    expect(done.flatMap(({ skipped = [] }) => skipped)).toEqual([]);
  });
});
