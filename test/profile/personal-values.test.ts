import { afterAll, beforeAll, expect, test } from "vitest";
import { profileRelation } from "#runner/documentation/profile-relation.ts";
import type { NumberlessFact } from "#runner/profile/to-facts.ts";
import { aDuckDb, type Engine } from "./two-engines.ts";

/** Each name twice in its column, in a table of few rows: nothing but a look at the values can tell. */
const told: Readonly<Record<string, readonly string[]>> = {
  reach_at: ["ana@example.com", "bo@example.org"],
  line: ["+49 171 5550142", "(555) 555-0142"],
  settled_with: ["DE89370400440532013000", "GB82WEST12345698765432"],
  paid_with: ["4111 1111 1111 1111", "5500005555555559"],
  ref: ["078-05-1120", "219-09-9999"],
  origin: ["203.0.113.7", "198.51.100.23"],
  ship_to: ["12 Main St", "Rua das Flores 20"],
  integration: ["sk_live_51HbQw8examplekey", "AKIAIOSFODNN7EXAMPLE"],
  bot: ["ghp_16C7e42F292c6912E7710c83", "xoxb-123456789-abcdef"],
  session: [
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIyIn0.c2ln",
  ],
  hashed: ["9f86d081884c7d659a2feaa0c55ad015", "60303ae22b998861bce3b28f33eec1be"],
  pw: ["hunter2", "letmein"],
  dob_text: ["1990-01-02", "1985-03-04"],
  account_manager: ["Alice Smith", "Bob Jones"],
  approved_by: ["Smith, Alice", "Jones, Bob"],
  nome: ["Maria da Silva", "João Souza"],
  fname: ["Alice", "Bob"],
  assignee: ["Alice", "Bob"],
  passwordsalt: ["x1", "x2"],
  diagnosis: ["flu", "asthma"],
  national_id: ["A77", "B88"],
  payload: ['{"who": "Alice"}', '{"who": "Bob"}'],
  status_note: ["called back", "bo@example.org asked twice"],
};
const ordinary = {
  status: ["open", "shipped"],
  city: ["New York", "San Francisco"],
  product: ["Mountain Bike", "Road Helmet"],
  version: ["1.2.3.4", "1.10.0.1"],
  size: ["M", "XL"],
  customer_segment: ["Small Business", "Public Sector"],
};

let engine: Engine;
beforeAll(async () => {
  const columns = Object.entries({ ...told, ...ordinary }).map(
    ([name, [one, other]]) => `case when i % 2 = 0 then '${one}' else '${other}' end as ${name}`,
  );
  const many =
    "case when i = 77 then 'ana@example.com' else 'text ' || (i % 40) end as remark_kind";
  engine = await aDuckDb(
    [
      "create type people as enum ('Alice Smith', 'Bob Jones')",
      "create table shifts as select i as id, (case when i % 2 = 0 then 'Alice Smith' else 'Bob Jones' end)::people as team_lead from range(20) r(i)",
      `create table visits as select i as id, 78051120 + i as tax_id, ${columns.join(", ")} from range(20) r(i)`,
      `create table notes as select 'D-' || (10000 + i) as postal_code, 'some ' || i as label, 'K' || (100 + i) as note_key, ${many} from range(400) r(i)`,
    ].join(";\n"),
  );
});
afterAll(() => engine.close());

async function profile(name: string) {
  const { warehouse } = engine;
  const relation = { schema: "main", name };
  const clock = { now: () => new Date(), sleep: async () => {} };
  const answer = await profileRelation(
    { warehouse, clock, signal: new AbortController().signal, tag: "test" },
    { subject: name, relation, columns: (await warehouse.columns(relation)) ?? [] },
  );
  if (answer.kind !== "profiled") throw new Error(answer.reason);
  const { facts, columns } = answer.profile;
  const of = (column: string): readonly NumberlessFact[] =>
    facts.filter(({ subject }) => subject === `${name}.${column}`);
  const semantics = (column: string) => columns.find((one) => one.name === column)?.semantics;
  return { of, semantics, column: (wanted: string) => columns.find((one) => one.name === wanted) };
}

test.each(Object.entries(told))("%s: no value becomes a fact", async (name, values) => {
  const { of, column, semantics } = await profile("visits");

  const said = JSON.stringify([of(name), column(name)]);

  expect(of(name).find(({ metric }) => metric === "distinct_count")?.value).toBe(2);
  for (const value of values) expect(said).not.toContain(JSON.stringify(value).slice(1, -1));
  expect(of(name).filter(({ metric }) => /^(?:share|min|max|p\d\d)$/.test(metric))).toEqual([]);
  expect(semantics(name)).not.toBe("enum");
});

test("what most values are is the class of their column", async () => {
  const { semantics } = await profile("visits");

  expect(semantics("reach_at")).toBe("email");
  expect(semantics("line")).toBe("phone");
  expect(semantics("account_manager")).toBe("personal");
  expect(semantics("integration")).toBe("personal");
  expect(semantics("national_id")).toBe("personal");
});

test("a number that the state knows a person by shows no range", async () => {
  const { of } = await profile("visits");

  expect(of("tax_id").filter(({ metric }) => /^(?:share|min|max|p\d\d)$/.test(metric))).toEqual([]);
});

test.each(Object.entries(ordinary))("the values of %s are listed as ever", async (name, values) => {
  const { of, semantics } = await profile("visits");

  const shares = of(name).filter(({ metric }) => metric === "share");

  expect(shares.map(({ argument }) => argument).toSorted()).toEqual([...values].toSorted());
  expect(semantics(name)).toBe("enum");
});

test("texts have no range but for keys, and one address among many texts hides them all", async () => {
  const { of } = await profile("notes");
  const shown = (name: string) =>
    of(name).filter(({ metric }) => metric === "min" || metric === "max" || metric === "share");

  expect(shown("label")).toEqual([]);
  expect(shown("postal_code")).toEqual([]);
  expect(shown("remark_kind")).toEqual([]);
  expect(shown("note_key").map(({ value }) => value)).toEqual(["K100", "K499"]);
});

test("the type of an enum does not tell its values either", async () => {
  const { column, of, semantics } = await profile("shifts");

  expect(semantics("team_lead")).toBe("personal");
  expect(JSON.stringify([column("team_lead"), of("team_lead")])).not.toMatch(/Alice|Bob/);
});
