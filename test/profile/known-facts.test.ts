import { afterAll, beforeAll, expect, test } from "vitest";
import { writeFactFile } from "#runner/facts/write-fact-file.ts";
import { profileModel } from "#runner/tools/profile-model.ts";
import { runTool } from "#runner/tools/run-tool.ts";
import { aToolWorld } from "./a-tool-world.ts";
import { aDuckDb, type Engine } from "./two-engines.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await aDuckDb(
    "create table orders as select i as id, 'open' as status from range(7) r(i); create schema pay; create table pay.orders as select 1 as id, 'open' as status",
  );
});
afterAll(() => engine.close());

const files = { "dbt_project.yml": "name: shop\n", "models/orders.sql": "select 1" };

function aFactFile(at: string, relation = "main.orders") {
  const fact = (id: string, subject: string, metric: string, value: number) => ({
    ...{ id, subject, metric, value, method: "exact" as const, query: "select 1", at },
  });
  return writeFactFile({
    subject: "orders",
    relation,
    path: "models/orders.yml",
    facts: [
      fact("F1", "orders", "row_count", 1234),
      fact("F2", "orders.id", "distinct_count", 1234),
      fact("F3", "orders.status", "null_count", 5),
    ],
    statements: [],
    written: {},
  });
}

const world = (at: string, text = aFactFile(at), restrictions = "") =>
  aToolWorld({
    warehouse: engine.warehouse,
    files,
    base: { ".buster/facts/orders.json": text },
    restrictions,
  });

test("what the fact file of the base commit knows is told without measuring, with new numbers", async () => {
  const { profile, facts } = world("2025-01-02T00:00:00.000Z");

  const { text } = await profile({ model: "orders" });

  expect(text).toContain("[F1] row_count=1234");
  expect(text).toContain("from the project's fact file");
  expect(facts.map(({ id }) => id)).toEqual(["F1", "F2", "F3"]);
});

test.each([
  ["facts that are a day old", "2025-01-01T00:00:00.000Z", undefined],
  ["facts of tomorrow", "2025-02-01T00:00:00.000Z", undefined],
  ["a file that cannot be read", "2025-01-02T00:00:00.000Z", "{"],
])("%s are not believed: it is measured", async (_what, at, text) => {
  const { profile } = world(at, text);

  const answer = await profile({ model: "orders" });

  expect(answer.text).toContain("row_count=7");
});

test("profile_model measures anew, whatever is known", async () => {
  const known = world("2025-01-02T00:00:00.000Z");
  await known.profile({ model: "orders" });

  const answer = await runTool(known.world, [profileModel], {
    kind: "tool_call",
    id: "2",
    tool: "profile_model",
    input: { model: "orders" },
  });

  expect(answer).toMatchObject({ outcome: "ok" });
  expect(answer.text).toContain("[F4] row_count=7");
});

const today = "2025-01-02T00:00:00.000Z";

test.each([
  ["a schema that is closed", "deny_schemas: [main]"],
  ["a schema that is not among the open ones", "allow_schemas: [pay]"],
])("facts of %s are refused, however well they are known", async (_what, rule) => {
  const { profile, facts } = world(today, undefined, `restrictions: {sql: {${rule}}}`);

  const answer = await profile({ model: "orders" });

  expect(answer.outcome).toBe("refused");
  expect(answer.text).toContain("schema `main` is closed to this agent");
  expect(answer.text).not.toContain("1234");
  expect(facts).toEqual([]);
});

test("of a closed column nothing that is known is told, of the others it is", async () => {
  const { profile, facts } = world(today, undefined, "restrictions: {sql: {deny_columns: [id]}}");

  const answer = await profile({ model: "orders" });

  expect(answer.text).toContain("from the project's fact file");
  expect(facts.map(({ subject }) => subject)).toEqual(["orders", "orders.status"]);
});

test("facts of another relation than the one that may be read are not told", async () => {
  const { profile } = world(today, aFactFile(today, "pay.orders"));

  const answer = await profile({ model: "orders" });

  expect(answer.text).toContain("row_count=7");
  expect(answer.text).not.toContain("1234");
});

test("where the warehouse cannot judge, nothing that is known is told", async () => {
  const { warehouse } = engine;
  const { profile, facts } = aToolWorld({
    warehouse: {
      ...warehouse,
      query: async () => ({ kind: "failed", reason: "the connection was lost" }),
    },
    files,
    base: { ".buster/facts/orders.json": aFactFile(today) },
  });

  const answer = await profile({ model: "orders" });

  expect(answer).toMatchObject({ outcome: "refused" });
  expect(facts).toEqual([]);
});
