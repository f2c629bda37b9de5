import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { spliceDocumentation } from "#runner/dbt/properties/splice-documentation.ts";

interface WantedColumn {
  name: string;
  description: string | undefined;
  dataType: string | undefined;
}

interface WantedProperties {
  name: string;
  description: string | undefined;
  columns: readonly WantedColumn[];
}

/** A model without keys of our own, of which nothing was written by us. */
function spliceProperties(text: string, { name, description, columns }: WantedProperties) {
  const said = (texts: Readonly<Record<string, string | undefined>>) =>
    Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
  const wanted = {
    section: "models" as const,
    name,
    ...said({ description }),
    columns: columns.map(({ name: called, ...texts }) => ({ name: called, ...said(texts) })),
    relationships: [],
  };
  const result = spliceDocumentation(text, wanted, { layout: "dbt", ours: () => false });
  return "refused" in result ? result : { text: result.text, skipped: result.skipped };
}

const column = (name: string, description = `About ${name}.`): WantedColumn => ({
  name,
  description,
  dataType: undefined,
});
const wanted = (more: Partial<WantedProperties> = {}): WantedProperties => ({
  name: "orders",
  description: "All orders.",
  columns: [column("id"), column("status")],
  ...more,
});
function edit(text: string, more: Partial<WantedProperties> = {}): string {
  const result = spliceProperties(text, wanted(more));
  if ("refused" in result) throw new Error(result.refused);
  expect(spliceProperties(result.text, wanted(more))).toEqual(result);
  return result.text;
}
const refusal = (text: string, more: Partial<WantedProperties> = {}) => {
  const result = spliceProperties(text, wanted(more));
  return "refused" in result ? result.refused : undefined;
};

test("comments, order, quotes and human text stay, and what is missing is put in its place", () => {
  const before = `# Owned by finance.
version: 2

models:
  - name: customers   # the big one
    description: 'People.'

  # Ask before you rename a column.
  - name: orders  # read by finance
    config: {tags: [daily]}
    columns:
      - name: "id"
        # printed on invoices
        tests: [unique]

      - name: total
        description: "What it costs: in euros."   # VAT included
  # the end of orders

  - name: returns
`;

  expect(edit(before)).toMatchInlineSnapshot(`
    "# Owned by finance.
    version: 2

    models:
      - name: customers   # the big one
        description: 'People.'

      # Ask before you rename a column.
      - name: orders  # read by finance
        description: All orders.
        config: {tags: [daily]}
        columns:
          - name: "id"
            description: About id.
            # printed on invoices
            tests: [unique]

          - name: total
            description: "What it costs: in euros."   # VAT included

          - name: status
            description: About status.
      # the end of orders

      - name: returns
    "
  `);
});

test("a model that is not there yet is added after the last one, as the list is written", () => {
  const flush = "models:\n- name: a\n  columns:\n  - name: x\n- name: b\n# end\n";
  const wide = "models:\n    -   name: a\n\n    -   name: b\n";

  expect(edit(flush)).toBe(
    "models:\n- name: a\n  columns:\n  - name: x\n- name: b\n- name: orders\n  description: All orders.\n  columns:\n  - name: id\n    description: About id.\n  - name: status\n    description: About status.\n# end\n",
  );
  expect(edit(wide, { columns: [] })).toBe(
    "models:\n    -   name: a\n\n    -   name: b\n\n    -   name: orders\n        description: All orders.\n",
  );
});

test.each([
  ["no file", "", "version: 2\n\nmodels:\n  - name: orders\n    description: All orders.\n"],
  [
    "only comments",
    "# later\n",
    "# later\nversion: 2\n\nmodels:\n  - name: orders\n    description: All orders.\n",
  ],
  [
    "only sources",
    "version: 2\nsources:\n  - name: raw # r\n# end",
    "version: 2\nsources:\n  - name: raw # r\n\nmodels:\n  - name: orders\n    description: All orders.\n# end",
  ],
  [
    "an empty list",
    "models: []  # none\n",
    "models:  # none\n  - name: orders\n    description: All orders.\n",
  ],
  [
    "no list",
    "models:\nseeds: []\n",
    "models:\n  - name: orders\n    description: All orders.\nseeds: []\n",
  ],
])("a file with %s gets its first model", (_, before, after) => {
  expect(edit(before, { columns: [] })).toBe(after);
});

test("empty and placeholder descriptions are filled in, written ones never", () => {
  const before = `models:
  - name: orders
    description:   # say what it is
    columns:
      - name: id
        description: ""  # TODO
      - name: status
        description: "{{ TODO }}"
      - name: kept
        description: Mine.
`;

  const after = edit(before, {
    columns: [column("id"), column("status"), column("kept", "Not yours.")],
  });

  expect(after).toBe(`models:
  - name: orders
    description: All orders.   # say what it is
    columns:
      - name: id
        description: About id.  # TODO
      - name: status
        description: About status.
      - name: kept
        description: Mine.
`);
});

test("long and many-lined texts become blocks that read back the same", () => {
  const long = `${"Long words ".repeat(20)}end: "really" # not a comment`;
  const lines = "Purpose: orders.\n\nPatterns:\n- half of them: small\n  - indented";
  const odd = "ends without a line break\nand has: colons";
  const before = "models:\n  - name: orders\n    description:  # none\n";

  const after = edit(before, {
    description: lines,
    columns: [column("a", long), column("b", odd)],
  });

  expect(after).toContain(
    "    description: |  # none\n      Purpose: orders.\n\n      Patterns:\n",
  );
  expect(Math.max(...after.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  const [model] = parse(after).models;
  expect(model.description).toBe(`${lines}\n`);
  expect(model.columns).toEqual([
    { name: "a", description: long },
    { name: "b", description: `${odd}\n` },
  ]);
});

test("Windows line ends, a missing last line end and a byte order mark stay", () => {
  const windows =
    "version: 2\r\nmodels:\r\n  - name: orders\r\n    columns:\r\n      - name: id\r\n";
  const cut = "models:\n  - name: orders\n    columns:\n      - name: id";
  const marked = "\ufeffmodels:\n  - name: orders\n";

  const after = edit(windows, { description: "Two\nlines.\n" });

  expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(after).toContain("    description: |\r\n      Two\r\n      lines.\r\n    columns:\r\n");
  expect(edit(cut).endsWith("- name: status\n        description: About status.")).toBe(true);
  expect(edit(marked).startsWith("\ufeffmodels:\n  - name: orders\n    description:")).toBe(true);
});

test("what comes after a block scalar stands below it, without its blank lines", () => {
  const clip = "models:\n  - name: orders\n    description: >\n      Mine.\n\n\n  - name: b\n";
  const keep = "models:\n  - name: orders\n    description: |+\n      Mine.\n\n  - name: b\n";

  expect(edit(clip, { columns: [column("id")] })).toBe(
    "models:\n  - name: orders\n    description: >\n      Mine.\n    columns:\n      - name: id\n        description: About id.\n\n\n  - name: b\n",
  );
  expect(parse(edit(keep, { columns: [column("id")] })).models[0].description).toBe("Mine.\n\n");
});

test("flow style stays flow style", () => {
  const before = `models:
  - {name: orders, tests: [a]}   # small
  - name: b
    columns: [{name: x}, {name: y, description: "" }]
  - name: c
    columns:
      - {name: x}
`;
  const x = { columns: [column("X"), column("y"), column("z")] };

  expect(edit(before, { columns: [] })).toContain(
    '  - {name: orders, tests: [a], description: "All orders."}   # small\n',
  );
  expect(edit(before, { name: "b", ...x, description: undefined })).toContain(
    'columns: [{name: x, description: "About X."}, {name: y, description: "About y." }, {name: "z", description: "About z."}]\n',
  );
  expect(edit("{models: [{name: orders,\n  tests: [a] # b\n}]}\n", { columns: [] })).toBe(
    '{models: [{name: orders,\n  tests: [a], description: "All orders." # b\n}]}\n',
  );
  expect(edit(before, { name: "c", ...x, description: undefined })).toContain(
    '      - {name: x, description: "About X."}\n      - name: y\n        description: About y.\n',
  );
});

test("anchors elsewhere stay; text that others share is not touched", () => {
  const elsewhere =
    "x-key: &key\n  tests: [unique]\nmodels:\n  - name: orders\n    columns:\n      - name: id\n        meta: *key\n";

  expect(edit(elsewhere)).toContain(
    "      - name: id\n        description: About id.\n        meta: *key\n",
  );
  const tied = /^(?:orders|column \w+): (?:it shares|the columns of orders share) text/;
  for (const shared of [
    "models:\n  - &o\n    name: orders\n  - <<: *o\n    name: b\n",
    "x: &c\n  - name: id\nmodels:\n  - name: orders\n    description: Mine.\n    columns: *c\n",
    "models:\n  - name: orders\n    description: Mine.\n    columns: &c\n      - name: id\n  - name: b\n    columns: *c\n",
  ]) {
    const result = spliceProperties(shared, wanted());
    expect(result).toEqual({
      text: shared,
      skipped: expect.arrayContaining([expect.stringMatching(tied)]),
    });
  }
});

test("a column that shares text with others is left alone, its neighbours are not", () => {
  const before = `x: &c {tests: [a]}
models:
  - name: orders
    columns:
      - &key
        name: id
      - <<: *c
        name: status
      - *key
      - &own
        name: total
`;

  const result = spliceProperties(
    before,
    wanted({
      description: undefined,
      columns: ["id", "status", "total", "new"].map((n) => column(n)),
    }),
  );

  expect(result).toEqual({
    skipped: [
      expect.stringMatching(/^column id: it is described twice/),
      expect.stringMatching(/^column status: it shares text/),
    ],
    text: `${before}        description: About total.\n      - name: new\n        description: About new.\n`,
  });
});

test.each([
  ["a tab for indentation", "models:\n\t- name: orders\n", /not valid YAML/],
  ["a tab inside a list", "models:\n  - name: orders\n\t  columns:\n", /not valid YAML/],
  ["broken YAML", "models: [\n", /not valid YAML/],
  ["two documents", "models: []\n---\nmodels: []\n", /several documents/],
  ["a key twice", "models: []\nmodels: []\n", /not valid YAML/],
  ["nesting without end", "[".repeat(20_000), /not valid YAML/],
  ["a list at the top", "- a\n", /a mapping with `models`/],
  ["models that are no list", "models: {a: 1}\n", /models of the file are no list/],
  ["the model twice", "models:\n  - name: orders\n  - name: orders\n", /orders is described twice/],
])("%s is refused with a sentence", (_, text, reason) => {
  expect(refusal(text)).toMatch(reason);
});

const word = fc.constantFrom("id", "status", "a", "net_amount", "Größe", "on", "12", "with space");
const prose = fc
  .array(
    fc.constantFrom(
      "half",
      "of: it",
      "# 5%",
      "'quoted'",
      '"x"',
      "- dash",
      "é",
      "null",
      "long ".repeat(12),
    ),
  )
  .map((parts) => parts.join(" "));
const layout = fc.record({
  eol: fc.constantFrom("\n", "\r\n"),
  dash: fc.constantFrom(0, 2, 4),
  gap: fc.constantFrom(1, 3),
  blank: fc.boolean(),
  comments: fc.boolean(),
  last: fc.boolean(),
  mark: fc.boolean(),
});
const fileColumn = fc.record({
  name: word,
  description: fc.option(
    fc.constantFrom("Mine.", '"quoted: yes"', "''", "|\n  block\n  two", ">-\n  folded"),
  ),
  tests: fc.boolean(),
});
const fileModel = fc.record({
  name: fc.constantFrom("orders", "a", "b", "c"),
  description: fc.option(fc.constantFrom("Mine.", "", "|\n  One.\n\n  Two.")),
  columns: fc.option(fc.uniqueArray(fileColumn, { selector: ({ name }) => name.toLowerCase() })),
});

function write(
  how: typeof layout extends fc.Arbitrary<infer Layout> ? Layout : never,
  models: readonly (typeof fileModel extends fc.Arbitrary<infer Model> ? Model : never)[],
): string {
  const lines = ["# a file", "version: 2", "models:"];
  const put = (indent: number, text: string) =>
    lines.push(...text.split("\n").map((line) => (line === "" ? "" : " ".repeat(indent) + line)));
  for (const [index, { name, description, columns }] of models.entries()) {
    if (how.blank && index > 0) lines.push("");
    if (how.comments) put(how.dash, `# before ${name}`);
    put(how.dash, `-${" ".repeat(how.gap)}name: ${name}${how.comments ? "  # here" : ""}`);
    const indent = how.dash + 1 + how.gap;
    if (description !== null) put(indent, `description: ${description}`.trimEnd());
    if (columns !== null) put(indent, "columns:");
    for (const item of columns ?? []) {
      put(indent + how.dash, `-${" ".repeat(how.gap)}name: "${item.name}"`);
      const inner = indent + how.dash + 1 + how.gap;
      if (item.description !== null) put(inner, `description: ${item.description}`);
      if (item.tests) put(inner, "tests:");
      if (item.tests) put(inner, "- unique");
      if (how.comments) put(inner, "# after");
    }
  }
  const text = lines.join(how.eol) + (how.last ? how.eol : "");
  return how.mark ? `\ufeff${text}` : text;
}

test("whatever the layout: every line stays, what was wanted is there, and again changes nothing", () => {
  fc.assert(
    fc.property(
      layout,
      fc.uniqueArray(fileModel, { selector: ({ name }) => name, maxLength: 4 }),
      fc.option(prose, { nil: undefined }),
      fc.uniqueArray(fc.tuple(word, prose), { selector: ([name]) => name.toLowerCase() }),
      (how, models, description, columns) => {
        const before = write(how, models);
        const asked = wanted({
          description,
          columns: columns.map(([name, text]) => column(name, text)),
        });

        const result = spliceProperties(before, asked);

        if ("refused" in result) throw new Error(`${result.refused}\n${before}`);
        const { text } = result;
        expect(spliceProperties(text, asked)).toEqual({ text, skipped: [] });
        expect(isSubsequence(kept(before), kept(text))).toBe(true);
        if (how.eol === "\r\n") expect(text.replaceAll("\r\n", "")).not.toContain("\n");
        expect(text.endsWith("\n")).toBe(before.endsWith("\n"));
      },
    ),
    { numRuns: 150 },
  );
});

/** Lines, but for descriptions that said nothing: those may be filled in. */
function kept(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => !/^ *(?:description:(?: '')?)?$/.test(line));
}

function isSubsequence(lines: readonly string[], of: readonly string[]): boolean {
  let at = 0;
  for (const line of of) if (line === lines[at]) at++;
  return at === lines.length;
}
