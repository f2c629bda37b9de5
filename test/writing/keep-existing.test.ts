import { expect, test } from "vitest";
import { sha256 } from "#agents-schema/digest.ts";
import type { DbtProperties } from "#runner/dbt/dbt-properties.ts";
import { isPlaceholder, keepExisting, theirsOnly } from "#runner/writing/keep-existing.ts";
import type { WantedDocumentation } from "#runner/writing/wanted-documentation.ts";
import { noProperties } from "./a-brief.ts";

const wanted: WantedDocumentation = {
  section: "models",
  name: "fct_orders",
  description: "New text.",
  columns: [
    { name: "status", description: "New status.", dataType: "VARCHAR" },
    { name: "amount", description: "New amount." },
  ],
  relationships: [],
};

function existing(description: string, columns: Readonly<Record<string, string>>): DbtProperties {
  return {
    ...noProperties,
    description,
    columns: Object.entries(columns).map(([name, text]) => ({
      name,
      description: text,
      dataType: undefined,
      tests: [],
      checks: [],
      meta: {},
      tags: [],
      constraints: [],
    })),
  };
}

test("what a person wrote stays whole, in whatever case the column is written", () => {
  const { wanted: left, kept } = keepExisting(
    wanted,
    existing("All orders.", { STATUS: "Where it stands.", amount: "" }),
    {},
  );

  expect(left.description).toBeUndefined();
  expect(left.columns).toEqual([
    { name: "status", dataType: "VARCHAR" },
    { name: "amount", description: "New amount." },
  ]);
  expect(kept).toEqual(["", "status"]);
});

test("what we wrote before is written anew; once a person has changed it, it is theirs", () => {
  const written = { "": sha256("Old text."), status: sha256("Old status.") };

  const { wanted: left, kept } = keepExisting(
    wanted,
    existing("Old text.\n", { status: "Old status, corrected." }),
    written,
  );

  expect(left.description).toBe("New text.");
  expect(kept).toEqual(["status"]);
});

test("placeholders of documentation tools are no text", () => {
  const placeholders = [
    "",
    " ",
    "TODO",
    "{{TODO}}",
    "tbd",
    "Pending further documentation",
    "Not documented.",
  ];

  expect(placeholders.filter((text) => !isPlaceholder(text))).toEqual([]);
  expect(isPlaceholder("To be paid")).toBe(false);
});

test("a writer is shown what people wrote, not what it wrote itself", () => {
  const shown = theirsOnly(existing("Old text.", { status: "Theirs.", amount: "Old amount." }), {
    "": sha256("Old text."),
    Amount: sha256("Old amount."),
  });

  expect(shown.description).toBe("");
  expect(shown.columns.map(({ description }) => description)).toEqual(["Theirs.", ""]);
});
