import { afterAll, beforeAll, expect, test } from "vitest";
import { writeFactFile } from "#runner/facts/write-fact-file.ts";
import { profileModel } from "#runner/tools/profile-model.ts";
import { runTool } from "#runner/tools/run-tool.ts";
import { aToolWorld } from "./a-tool-world.ts";
import { aDuckDb, type Engine } from "./two-engines.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await aDuckDb(
    "create table orders as select i as id, 'open' as status from range(7) r(i)",
  );
});
afterAll(() => engine.close());

const files = { "dbt_project.yml": "name: shop\n", "models/orders.sql": "select 1" };

function aFactFile(at: string) {
  const fact = (id: string, subject: string, metric: string, value: number) => ({
    ...{ id, subject, metric, value, method: "exact" as const, query: "select 1", at },
  });
  return writeFactFile({
    subject: "orders",
    relation: "main.orders",
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

const world = (at: string, text = aFactFile(at)) =>
  aToolWorld({
    warehouse: engine.warehouse,
    files,
    base: { ".buster/facts/orders.json": text },
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
