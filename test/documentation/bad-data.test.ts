import { expect, test } from "vitest";
import { parse } from "yaml";
import { aDocumentation } from "./a-documentation.ts";

const wide = Array.from({ length: 1000 }, (_, index) => `i % ${index + 2} as c_${index}`);

/** What real warehouses hold, sooner or later. */
const tables: Readonly<Record<string, string>> = {
  empty: "create table empty (id integer, name varchar, seen_at timestamp, amount double)",
  one_row: "create table one_row as select 1 as id, 'only' as name, true as flag",
  wide: `create table wide as select ${wide.join(", ")} from range(300) t(i)`,
  floats: `create table floats as select i as id,
    case i % 5 when 0 then 'nan'::double when 1 then 'infinity'::double when 2 then '-infinity'::double
      when 3 then null else i / 7 end as reading from range(500) t(i)`,
  old_days: `create table old_days as select i as id, date '0044-03-15' + i::int as ides,
    timestamp '1066-10-14 09:00:00' + interval (i) day as battle from range(400) t(i)`,
  novels: `create table novels as select i as id, repeat('word and another ', 65536) || i as body from range(3) t(i)`,
  nested: `create table nested as select i as id, [i, i + 1] as list, {'a': i, 'b': 'x'} as pair,
    map {'k': i} as lookup, '{"a": 1}'::json as document, uuid() as token, 'x'::blob as bytes,
    interval (i) hour as span, time '10:00:00' as clock from range(50) t(i)`,
  nulls: "create table nulls as select i as id, null::varchar as nothing from range(20) t(i)",
};
const odd = [
  'se"lect',
  "two words",
  "größe",
  "from",
  "a.b",
  "{{ code }}",
  "#hash",
  "null",
  "a: b",
  "'q'",
  "-dash",
  " lead",
];

test("whatever is in the warehouse is documented or refused with its reason, and the rest is unharmed", async () => {
  const shop = await aDocumentation(
    Object.fromEntries(
      [...Object.keys(tables), "odd"].map((name) => [
        `models/${name}.sql`,
        `select * from raw.${name}\n`,
      ]),
    ),
    [
      ...Object.values(tables),
      `create table odd as select ${odd
        .map((name, index) => `i % ${index + 3} as "${name.replaceAll('"', '""')}"`)
        .join(", ")} from range(100) t(i)`,
    ],
  );

  const first = await shop.document();
  const second = await shop.document({}, { exclude: "wide" });
  const verified = await shop.verify();

  for (const node of first.models) {
    expect(node.contradictions, node.name).toEqual([]);
    expect(node.leftOut, node.name).toEqual([]);
    expect(["documented", "skipped"], `${node.name}: ${node.problems}`).toContain(node.status);
    if (node.status === "skipped") expect(node.problems.join(), node.name).not.toBe("");
  }
  const of = (name: string) => first.models.find((node) => node.name === name);
  expect(of("wide")).toMatchObject({ status: "documented", columns: 1000, described: 1000 });
  for (const name of ["floats", "old_days", "nested", "nulls", "one_row", "empty"]) {
    expect(of(name), name).toMatchObject({ status: "documented" });
  }
  expect(second.files).toEqual([]);
  expect(verified.drifted).toEqual([]);
}, 120_000);

test("columns with odd names are written so that they can be read back", async () => {
  const names = odd.filter((name) => !name.includes("{{"));
  const shop = await aDocumentation({ "models/odd.sql": "select * from raw.odd\n" }, [
    `create table odd as select ${names
      .map((name, index) => `i % ${index + 3} as "${name.replaceAll('"', '""')}"`)
      .join(", ")} from range(100) t(i)`,
  ]);

  await shop.document();

  const [model] = parse(shop.read("models/odd.yml")).models;
  expect(model.columns.map(({ name }: { name: unknown }) => name)).toEqual(names);
}, 60_000);

test("an empty table says that it was empty, and nothing of values", async () => {
  const shop = await aDocumentation({ "models/empty.sql": "select * from raw.empty\n" }, [
    tables.empty ?? "",
  ]);

  await shop.document();

  const [model] = parse(shop.read("models/empty.yml")).models;
  expect(model.description.toLowerCase()).toMatch(/empty|no rows/);
  expect(JSON.stringify(model.columns)).not.toMatch(/%|median|unique/i);
}, 60_000);
