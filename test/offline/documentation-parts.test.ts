import { expect, test } from "vitest";
import type { Fact } from "#agents-schema/fact.ts";
import { choosePropertyFile } from "#runner/dbt/properties/choose-property-file.ts";
import { inheritDescription } from "#runner/model/offline/inherit-description.ts";
import { parseProfile } from "#runner/model/offline/parse-profile.ts";
import { purposeOf } from "#runner/model/offline/purpose.ts";
import { say } from "#runner/model/offline/say.ts";
import { stateColumn } from "#runner/model/offline/state-column.ts";
import { writeProfile } from "#runner/profile/write-profile.ts";
import { cutMiddle } from "#runner/prompt/cut-middle.ts";

const fact = (id: string, subject: string, metric: string, value: Fact["value"]): Fact => ({
  id,
  subject,
  metric,
  value,
  method: "exact",
  query: "select 1",
  at: "2025-01-02T03:04:05.000Z",
});

test("a profile is read back from the tool's answer as it was written, odd names included", () => {
  const facts: Fact[] = [
    fact("F1", "m", "row_count", 10),
    fact("F2", 'm.a "b": c', "null_count", 0),
    { ...fact("F3", 'm.a "b": c', "share", 0.5), argument: 'x [F9] "y"=1)\n' },
    { ...fact("F4", "m.when", "min", "2024-01-01 00:00:00"), method: "approximate" },
  ];
  const columns = [
    { name: 'a "b": c', type: "character varying(20)" },
    { name: "when", type: "TIMESTAMP WITH TIME ZONE" },
    { name: "nothing", type: "JSON" },
  ];

  const profile = parseProfile(
    writeProfile({
      subject: "m",
      relation: "analytics.m",
      columns,
      facts,
      denied: ["email", "phone"],
      notes: ["(measured earlier in this run)"],
    }),
  );

  expect(profile).toMatchObject({
    subject: "m",
    relation: "analytics.m",
    at: "2025-01-02T03:04:05.000Z",
    rows: { id: "F1", value: 10 },
    denied: ["email", "phone"],
    isCut: false,
    columns: [
      {
        ...columns[0],
        facts: [
          { id: "F2", metric: "null_count", value: 0, isExact: true },
          { id: "F3", metric: "share", argument: 'x [F9] "y"=1)\n', value: 0.5 },
        ],
      },
      { ...columns[1], facts: [{ id: "F4", value: "2024-01-01 00:00:00", isExact: false }] },
      { ...columns[2], facts: [] },
    ],
  });
});

test("next to a cut nothing is read: a number there may have lost digits", () => {
  const text = cutMiddle(
    [
      "m is analytics.m, observed 2025-01-02T03:04:05.000Z",
      "rows: [F1] row_count=10",
      ...Array.from({ length: 50 }, (_, at) => `c${at} BIGINT: [F${at + 2}] max=1234567890123`),
    ].join("\n"),
    600,
  );

  const profile = parseProfile(text);

  expect(profile?.isCut).toBe(true);
  expect(profile?.columns.length).toBeGreaterThan(5);
  expect(
    profile?.columns
      .flatMap(({ facts }) => facts.map(({ value }) => value))
      .every((value) => value === 1234567890123),
  ).toBe(true);
});

test("what is not a profile is not read as one", () => {
  expect(parseProfile("this run has no warehouse")).toBeUndefined();
  expect(parseProfile("")).toBeUndefined();
});

test.each([
  [0, "0%"],
  [0.000_01, "under 1%"],
  [0.009_99, "under 1%"],
  [0.01, "1%"],
  [0.995, "over 99%"],
  [0.99, "99%"],
  [0.499, "50%"],
  [1, "100%"],
])("a share of %d is said as %s", (share, said) => {
  expect(say.share(share)).toBe(said);
});

test("numbers and scales are said as people read them", () => {
  expect([2024, 50_001, 7235.7, 0.123_456, -3, "123456789012345678901"].map(say.number)).toEqual([
    "2024",
    "50,001",
    "7235.7",
    "0.1235",
    "-3",
    "123456789012345678901",
  ]);
  expect([0, 1, 99, 4_200, 4_217, 1_234_567].map(say.rows)).toEqual([
    "0 rows",
    "1 row",
    "99 rows",
    "4,200 rows",
    "about 4,200 rows",
    "about 1,200,000 rows",
  ]);
});

test("uniqueness is only claimed when every value was counted", () => {
  const state = (isExact: boolean) => {
    const said = { subject: "m.id", argument: undefined, isExact };
    const column = {
      name: "id",
      type: "BIGINT",
      facts: [
        { id: "F2", metric: "null_count", value: 0, ...said, isExact: true },
        { id: "F3", metric: "distinct_count", value: 100, ...said },
      ],
    };
    const rows = { ...said, id: "F1", metric: "row_count", value: 100 };
    const profile = { subject: "m", relation: "m", at: "", rows, columns: [column], denied: [] };
    return stateColumn(column, { ...profile, isCut: false }).map(({ text }) => text);
  };

  expect(state(true)).toEqual(["Unique and never null."]);
  expect(state(false)).toEqual(["Never null.", "About 100 distinct values."]);
});

test.each([
  [
    "-- Orders of all channels.\n-- Web orders have no store.\nselect 1",
    "Orders of all channels. Web orders have no store.",
  ],
  ["{{ config(materialized='view') }}\n/* Sold line\n * items. */\nselect 1", "Sold line items."],
  ["{# Refunds are rows. #}\nselect 1", "Refunds are rows."],
  ["-- select old from x\nselect 1", undefined],
  ["-- One row per order, 12 columns.\nselect 1", undefined],
  ["-- TODO Say something.\nselect 1", undefined],
  ["-- Holds {{ x }} things.\nselect 1", undefined],
  ["select 1 -- Not at the top.", undefined],
])("the comment at the top of %j is the purpose, when it is prose", (sql, purpose) => {
  expect(purposeOf(sql)).toBe(purpose);
});

test("a description is inherited only when the column is passed on as it is", () => {
  const parents = [
    "models: [{name: stg, columns: [{name: id, description: Key.}, {name: total, description: In euros.}, {name: year, description: Since 1990.}]}]",
    "models: [{name: other, columns: [{name: total, description: In cents.}]}]",
  ];
  const inherit = (sql: string, column: string, files = parents) =>
    inheritDescription(sql, column, files);
  const from = "from {{ ref('stg') }}";

  expect(inherit(`select id, stg.total as total ${from}`, "id")).toBe("Key.");
  expect(inherit(`select stg.ID as id ${from}`, "id")).toBe("Key.");
  expect(inherit(`select total ${from} join {{ ref('other') }}`, "total")).toBeUndefined();
  expect(inherit(`select coalesce(total, 0) as total ${from}`, "total")).toBeUndefined();
  expect(inherit(`select a + id as id ${from}`, "id")).toBeUndefined();
  expect(inherit(`select coalesce(id, 0) id ${from}`, "id")).toBeUndefined();
  expect(inherit(`select max(stg.id) "id" ${from} group by id`, "id")).toBeUndefined();
  expect(inherit(`select distinct id ${from} where id > 0 order by id`, "id")).toBe("Key.");
  expect(inherit("select id from {{ ref('unrelated') }}", "id")).toBeUndefined();
  expect(inherit(`select year ${from}`, "year")).toBeUndefined();
  expect(inherit(`{% if x %} select id {% endif %} ${from}`, "id")).toBeUndefined();
});

const model = { name: "fct_new", path: "models/marts/fct_new.sql" };
const file = (path: string, ...models: string[]) => ({
  path: `models/marts/${path}`,
  text: `models:\n${models.map((name) => `  - name: ${name}\n`).join("")}`,
});

test.each([
  ["nothing yet", [], "models/marts/_marts__models.yml"],
  ["one list", [file("schema.yml", "a", "b")], "models/marts/schema.yml"],
  ["two lists", [file("a.yml", "a"), file("b.yml", "b", "c")], "models/marts/b.yml"],
  ["a file per model", [file("a.yml", "a"), file("b.yml", "b")], "models/marts/fct_new.yml"],
  ["a file per model, written otherwise", [file("_a.yaml", "a")], "models/marts/_fct_new.yaml"],
  ["a list of one", [file("_marts__models.yml", "a")], "models/marts/_marts__models.yml"],
  [
    "only broken files",
    [{ path: "models/marts/x.yml", text: "[" }],
    "models/marts/_marts__models.yml",
  ],
])("with %s beside it a new model is documented in its place", (_, files, path) => {
  expect(choosePropertyFile(model, files)).toBe(path);
});

test("a model at the top of the model path begins a list of its own", () => {
  expect(choosePropertyFile({ name: "a", path: "models/a.sql" }, [])).toBe("models/_models.yml");
  expect(choosePropertyFile({ name: "a", path: "a.sql" }, [])).toBe("_models.yml");
});
