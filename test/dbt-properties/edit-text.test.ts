import { expect, test } from "vitest";
import { parse } from "yaml";
import { editText } from "#runner/dbt/properties/edit-text.ts";
import type { TextPlace } from "#runner/dbt/properties/find-text.ts";

const place: TextPlace = { section: "models", name: "orders" };
const old = "About 58% of the rows are 'web' and they are long enough to be folded.";
const now = "About 61% of the rows are 'web' and they are long enough to be folded.";
const file = (description: string) =>
  `models:\n  - name: orders\n    description: ${description}\n`;

/** One sentence for another; lines may break anywhere within it. */
function reword(text: string, at: TextPlace, from: string, to: string) {
  const words = from.split(" ").map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return editText(text, at, (value) => value.replace(new RegExp(words.join("\\s+")), () => to));
}

const styles = [
  ["plain", file(`First. ${old} Last.`)],
  [
    "plain over several lines",
    file(
      "First. About 58%\n      of the rows are 'web' and\n      they are long enough to be folded. Last.",
    ),
  ],
  ["in single quotes", file(`'First: ${old.replaceAll("'", "''")} Last.'`)],
  [
    "in double quotes",
    file(
      `"First: About 58% of the rows are \\x27web\\u0027 and \\\n      they are long enough to be folded. \\"Last\\"."`,
    ),
  ],
  [
    "folded",
    file(
      ">-\n      First: About\n      58% of the rows are 'web' and they are long\n      enough to be folded. Last.",
    ),
  ],
  ["literal", file(`|\n      First.\n\n      Patterns:\n      - ${old}\n      - b`)],
  [
    "literal, with line ends of Windows",
    file(`|\n      First.\n      ${old} Last.`).replaceAll("\n", "\r\n"),
  ],
  ["in flow style", `models: [{name: orders, description: "${old} Last."}] # x\n`],
] as const;

test.each(styles)("a sentence that is written %s is replaced, and nothing else", (_, text) => {
  const result = reword(text, place, old, now);

  expect(result).toEqual({ text: text.replace("58%", "61%") });
  const again = text.replace("58%", "61%");
  expect(reword(again, place, old, now)).toEqual({ text: again });
});

test.each(styles)("a sentence that is written %s may become quite another", (_, text) => {
  const result = reword(text, place, old, "Few are: 'web' # 5.");

  if ("refused" in result) throw new Error(result.refused);
  const [before] = parse(text).models;
  const [after] = parse(result.text).models;
  const said = before.description.replaceAll(/\s+/g, " ");
  expect(after.description.replaceAll(/\s+/g, " ")).toBe(said.replace(old, "Few are: 'web' # 5."));
});

test("a sentence of a column, an option or a relationship is found in either layout", () => {
  const text = `sources:
  - name: shop
    tables:
      - name: orders
        relationships:
          - name: customers
            source_col: customer_id
            ref_col: id
            description: "Coverage: 98% have one."
        columns:
          - name: Status
            description: The status. 98% have one.
            config:
              meta:
                options:
                  - value: 1
                    description: 98% have one.
`;
  const table: TextPlace = { section: "sources", source: "shop", name: "orders" };
  const change = (where: Partial<TextPlace>) => {
    const result = reword(text, { ...table, ...where }, "98% have one.", "97% have one.");
    return "text" in result ? result.text.indexOf("97") : result.refused;
  };

  expect(change({ column: "status" })).toBe(text.indexOf("98", text.indexOf("The status")));
  expect(change({ column: "status", option: 1 })).toBe(text.lastIndexOf("98"));
  expect(change({ relationship: { sourceCol: "customer_id" } })).toBe(text.indexOf("98"));
  expect(change({ relationship: { parent: "shops", sourceCol: "customer_id" } })).toMatch(
    /not described/,
  );
});

test.each([
  ["a model that is not there", "models: []\n", "A.", /orders is not described/],
  ["a model without a text", "models:\n  - name: orders\n", "A.", /no description/],
  ["a text that others share", file("&a A.\n  - name: b\n    description: *a"), "A.", /anchor/],
  ["an empty file", "", "A.", /empty/],
  ["broken YAML", "models: [\n", "A.", /not valid YAML/],
])("%s is refused", (_, text, sentence, reason) => {
  const result = reword(text, place, sentence, "B.");

  expect(result).toEqual({ refused: expect.stringMatching(reason) });
});

test("a text that dbt would carry out is refused", () => {
  expect(reword(file("A."), place, "A.", "Of {{ x }}.")).toEqual({
    refused: expect.stringMatching(/carry out/),
  });
});
