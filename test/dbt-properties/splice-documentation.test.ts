import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { withoutCode } from "#runner/dbt/properties/leave-out-code.ts";
import type { SpliceOptions } from "#runner/dbt/properties/plan-entry.ts";
import { spliceAll } from "#runner/dbt/properties/splice-all.ts";
import { spliceDocumentation } from "#runner/dbt/properties/splice-documentation.ts";
import { writtenTexts } from "#runner/dbt/properties/wanted-members.ts";
import type { WantedDocumentation } from "#runner/writing/wanted-documentation.ts";

const orders: WantedDocumentation = {
  section: "models",
  name: "orders",
  description: "One row per order.\n\nPatterns:\n- 58% of them are from the web\n",
  columns: [
    { name: "id", description: "Number of the order.", dataType: "BIGINT" },
    {
      name: "status",
      dataType: "VARCHAR",
      options: [{ value: "on", description: "Open." }, { value: 1 }],
      searchable: false,
    },
  ],
  relationships: [
    {
      name: "customers",
      sourceCol: "customer_id",
      refCol: "id",
      cardinality: "many-to-one",
      description: "Business relationship: who ordered.\nCoverage: 100%.",
    },
  ],
};
const nobody = { layout: "dbt", ours: () => false } as const;

function edit(
  text: string,
  wanted: Partial<WantedDocumentation>,
  options: SpliceOptions = nobody,
): { text: string; skipped: readonly string[]; kept: readonly string[] } {
  const all = { ...orders, description: undefined, columns: [], relationships: [], ...wanted };
  const { description, ...rest } = all;
  const asked = { ...rest, ...(description === undefined ? {} : { description }) };
  const result = spliceDocumentation(text, asked, options);
  if ("refused" in result) throw new Error(result.refused);
  const again = spliceDocumentation(result.text, asked, options);
  expect("text" in again && again.text).toBe(result.text);
  return result;
}

test("by default our own keys stand where dbt allows them", () => {
  expect(edit("", orders).text).toMatchInlineSnapshot(`
    "version: 2

    models:
      - name: orders
        description: |
          One row per order.

          Patterns:
          - 58% of them are from the web
        config:
          meta:
            relationships:
              - name: customers
                description: |
                  Business relationship: who ordered.
                  Coverage: 100%.
                source_col: customer_id
                ref_col: id
                cardinality: many-to-one
        columns:
          - name: id
            description: Number of the order.
            data_type: BIGINT
          - name: status
            data_type: VARCHAR
            config:
              meta:
                options:
                  - value: "on"
                    description: Open.
                  - value: 1
                searchable: false
    "
  `);
});

test("in the other layout they stand at the model and the column themselves", () => {
  const { models } = parse(edit("", orders, { ...nobody, layout: "buster" }).text);

  expect(Object.keys(models[0])).toEqual(["name", "description", "relationships", "columns"]);
  expect(models[0].columns[1]).toEqual({
    name: "status",
    data_type: "VARCHAR",
    options: [{ value: "on", description: "Open." }, { value: 1 }],
    searchable: false,
  });
});

test("what a file does already is continued: meta at the top, settings, lists of either layout", () => {
  const before = `models:
  - name: orders
    meta:
      owner: me
    columns:
      - name: status
        config:
          tags: [a]
        options: []
`;

  expect(edit(before, { ...orders, description: "Mine." }).text).toBe(`models:
  - name: orders
    description: Mine.
    meta:
      owner: me
      relationships:
        - name: customers
          description: |
            Business relationship: who ordered.
            Coverage: 100%.
          source_col: customer_id
          ref_col: id
          cardinality: many-to-one
    columns:
      - name: status
        data_type: VARCHAR
        config:
          tags: [a]
          meta:
            searchable: false
        options:
          - value: "on"
            description: Open.
          - value: 1
      - name: id
        description: Number of the order.
        data_type: BIGINT
`);
});

test.each(["seeds", "snapshots"] as const)("%s are documented like models", (section) => {
  const before = `${section}:\n  - name: orders\nmodels:\n  - name: orders\n`;

  const after = parse(edit(before, { section, description: "Some." }).text);

  expect(after).toEqual({
    [section]: [{ name: "orders", description: "Some." }],
    models: [{ name: "orders" }],
  });
});

describe("tables of sources", () => {
  const before = `sources:
  - name: shop
    tables:
      - name: orders
        identifier: ORDERS
  - name: bank
    tables:
      - name: orders
  - name: empty
`;

  test("are documented below their own source", () => {
    const { text } = edit(before, { section: "sources", source: "bank", description: "Paid." });

    expect(text).toBe(`${before.replace("  - name: empty\n", "")}        description: Paid.
  - name: empty
`);
  });

  test("that are not there yet are added to it; a source is not", () => {
    const added = edit(before, { section: "sources", source: "empty", description: "New." });
    const refused = spliceDocumentation(
      before,
      { ...orders, section: "sources", source: "unknown" },
      nobody,
    );

    expect(added.text).toBe(
      `${before}    tables:\n      - name: orders\n        description: New.\n`,
    );
    expect(refused).toEqual({ refused: "the file has no source unknown" });
  });
});

test("a model with versions is left to people", () => {
  const before = "models:\n  - name: orders\n    versions:\n      - v: 1\n";

  expect(spliceDocumentation(before, orders, nobody)).toEqual({
    refused: "orders has versions, whose texts depend on each other",
  });
});

describe("texts that are there", () => {
  const before = `models:
  - name: orders
    description: Mine.
    columns:
      - name: status
        description: "Ours."
        config:
          meta:
            options:
              - value: a
            searchable: true
`;
  const wanted = {
    description: "Other.",
    columns: [
      { name: "status", description: "New.", options: [{ value: "b" }], searchable: false },
    ],
  };

  test("stay where people wrote them, and are named", () => {
    const result = edit(before, wanted);

    expect(result.text).toBe(before);
    expect(result.kept).toEqual(["", "status", "status.options", "status.searchable"]);
  });

  test("are replaced where we wrote them", () => {
    const asked: [string, string][] = [];
    const ours = (key: string, text: string) => {
      asked.push([key, text]);
      return key === "status" || key === "status.options";
    };

    const result = spliceDocumentation(
      before,
      { ...orders, ...wanted, relationships: [] },
      {
        layout: "dbt",
        ours,
      },
    );

    expect(asked).toContainEqual(["", "Mine."]);
    expect(asked).toContainEqual(["status.options", '[{"value":"a"}]']);
    expect(result).toEqual({
      text: before.replace("Ours.", "New.").replace("value: a", "value: b"),
      skipped: [],
      kept: ["", "status.searchable"],
    });
  });

  test("are asked about just as they were written", () => {
    const written = writtenTexts(orders);
    const first = edit("", orders).text;
    const changed = { ...orders, relationships: [], description: "Another." };

    const result = edit(first, changed, {
      layout: "dbt",
      ours: (key, text) => written[key] === text,
    });

    expect(Object.keys(written)).toEqual(["", "relationships", "id", "status.options"]);
    expect(result.kept).toEqual([]);
    expect(result.text).toContain("    description: |\n      Another.\n    config:");
  });
});

const replaced = (old: string, text: string) => {
  const before = `models:\n  - name: orders\n    description: ${old}\n    tests: [a]\n`;
  const { text: after } = edit(before, { description: text }, { ...nobody, ours: () => true });
  expect(parse(after).models[0].tests).toEqual(["a"]);
  return after.slice(after.indexOf("description: ") + 13, after.indexOf("\n    tests"));
};

test("what we wrote is replaced in the way it is written", () => {
  expect(replaced("Some text. # note", "Other text.")).toBe("Other text. # note");
  expect(replaced("Some text.", "Other: text.")).toBe('"Other: text."');
  expect(replaced("'It''s.'", "That's it.")).toBe("'That''s it.'");
  expect(replaced('"A \\"b\\"."', 'Say "c".')).toBe('"Say \\"c\\"."');
  expect(replaced("|-\n        One.\n        Two.", "One.\nThree.\n- four")).toBe(
    "|-\n        One.\n        Three.\n        - four",
  );
  expect(replaced(">\n      Some\n      folded text.", "Some other\ntext.")).toBe(
    "|\n      Some other\n      text.",
  );
  expect(
    replaced(">\n      Some folded\n      text that is long.", "Some folded\ttext."),
  ).toContain("folded\ttext.");
  expect(replaced("'One.'", "One.\nTwo.")).toBe("|\n      One.\n      Two.");
  expect(replaced("Short.", "long ".repeat(30).trim())).toMatch(/^long .* long$/);
  expect(replaced(">-\n      Short.", "long ".repeat(30))).toMatch(
    /^>-\n {6}long .{80,}\n {6}long/,
  );
});

test("numbers in a folded text change where they stand, and no line is folded again", () => {
  const old = ">\n      Some 58% of the rows\n      come from the web, and 3\n      do not.";

  expect(replaced(old, "Some 61% of the rows come from the web, and 4 do not.")).toBe(
    old.replace("58", "61").replace("3", "4"),
  );
});

describe("what dbt would carry out", () => {
  test("is left out alone, with its reason", () => {
    const result = edit("", {
      description: "Values such as {{ env_var('SECRET') }}.",
      columns: [
        { name: "{% do x %}", description: "A." },
        { name: "b", description: "{# b #}", dataType: "INT", options: [{ value: "{{x}}" }] },
        { name: "c", description: "C." },
      ],
      relationships: [{ ...(orders.relationships[0] ?? never()), description: "{{ doc('x') }}" }],
    });

    expect(parse(result.text).models).toEqual([
      {
        name: "orders",
        columns: [
          { name: "b", data_type: "INT" },
          { name: "c", description: "C." },
        ],
      },
    ]);
    expect(result.skipped).toHaveLength(5);
    expect(result.skipped[0]).toMatch(/^column \{% do x %\}: it holds/);
  });

  test("may be a reference to a text of the project's, as the whole of a description", () => {
    const doc = `{{ doc("orders") }}`;

    expect(parse(edit("", { description: doc }).text).models[0].description).toBe(doc);
    expect(edit("", { description: `${doc} and {{ x }}` }).skipped).toHaveLength(1);
  });

  test("can be taken apart", () => {
    expect(withoutCode("{{ a }} {% b %} {# c #} {{{ d")).toBe("{ { a }} { % b %} { # c #} { { { d");
  });
});

test("columns that differ in their case alone are two, otherwise case does not matter", () => {
  const before = "models:\n  - name: orders\n    columns:\n      - name: ID\n";
  const both = [
    { name: "id", description: "Small." },
    { name: "ID", description: "Large." },
  ];

  expect(parse(edit(before, { columns: both }).text).models[0].columns).toEqual([
    { name: "ID", description: "Large." },
    { name: "id", description: "Small." },
  ]);
  expect(parse(edit(before, { columns: both.slice(0, 1) }).text).models[0].columns).toEqual([
    { name: "ID", description: "Small." },
  ]);
});

test.each([
  "on",
  "12:30",
  "1_000",
  "2024-01-01",
  "=",
  "0x1f",
  "~",
  " - a",
  "#",
  "a: b",
  "\u2028",
  "a\x85b",
  "\ufeffx",
  "\x07",
  "😀",
  "'",
  '"',
  "a\\",
  "null",
  "@x",
  "`x`",
  "%",
  "*a",
  "&a",
  "!a",
  "? a",
  "1e21",
])("a column called %j, with values and a text like it, reads back the same", (odd) => {
  const column = { name: odd, description: `${odd} x`, options: [{ value: odd }, { value: 1e21 }] };

  const { text, skipped } = edit("", { columns: [column] });

  expect(skipped).toEqual([]);
  expect(parse(text).models[0].columns).toEqual([
    {
      name: odd,
      description: `${odd} x`.trim(),
      config: { meta: { options: [{ value: odd }, { value: 1e21 }] } },
    },
  ]);
  expect(parse(text, { version: "1.1" }).models[0].columns[0].name).toBe(odd);
});

describe("many relations of one file", () => {
  const wish = (name: string, more: Partial<WantedDocumentation> = {}) => ({
    wanted: { ...orders, name, description: `All ${name}.`, ...more },
    ours: () => false,
  });

  test("are written at once as they are one by one", () => {
    const before = "models:\n  - name: a\n\n  - name: b\nsources:\n  - name: s\n";
    const source = { section: "sources", source: "s" } as const;
    const wishes = [
      wish("b"),
      wish("c"),
      wish("a"),
      wish("d"),
      wish("t", source),
      wish("u", source),
    ];

    const { text, results } = spliceAll(before, wishes, { layout: "dbt" });

    const each = wishes.reduce((edited, { wanted, ours }) => {
      const result = spliceDocumentation(edited, wanted, { layout: "dbt", ours });
      return "refused" in result ? edited : result.text;
    }, before);
    expect(text).toBe(each);
    expect(results).toEqual(wishes.map(() => ({ skipped: [], kept: [] })));
  });

  test("begin a file together", () => {
    const { text } = spliceAll("", [wish("a"), wish("b"), wish("c", { section: "seeds" })], {
      layout: "dbt",
    });

    expect(Object.keys(parse(text))).toEqual(["version", "models", "seeds"]);
    expect(parse(text).models).toHaveLength(2);
  });

  test("do not suffer from one that is refused", () => {
    const before = "models:\n  - name: a\n  - name: b\n  - name: b\n";

    const { text, results } = spliceAll(before, [wish("b"), wish("a"), wish("a")], {
      layout: "dbt",
    });

    expect(results).toEqual([
      { refused: "b is described twice" },
      { skipped: [], kept: [] },
      { refused: "a is asked for twice" },
    ]);
    expect(parse(text).models[0].description).toBe("All a.");
  });
});

test("a large file is edited in its part as it is in whole", () => {
  const names = Array.from({ length: 400 }, (_, index) => `model_${index}`);
  const entry = (name: string) =>
    `\n  # about ${name}\n  - name: ${name}\n    columns:\n      - name: id\n        description: >\n          Its ${name}.\n          - name: model_7\n      # end of ${name}\n`;
  const before = `version: 2\nmodels:${names.map(entry).join("")}\nseeds:\n  - name: s\n`;
  const wishes = ["model_7", "model_123", "model_399", "new"].map((name) => ({
    wanted: { ...orders, name },
    ours: () => false,
  }));

  const whole = spliceAll(before, wishes, { layout: "dbt" });
  // The first time the file is read whole, then in parts.
  const parts = wishes.reduce(
    (text, wish) => spliceAll(text, [wish], { layout: "dbt" }).text,
    before,
  );

  expect(before.length).toBeGreaterThan(30_000);
  expect(parts).toBe(whole.text);
  expect(parse(parts).models[123].description).toBe(orders.description);
});

function never(): never {
  throw new Error("there is one");
}
