import { afterAll, beforeAll, expect, test } from "vitest";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import { autoDocumentation } from "#bot/flow/auto-documentation.ts";
import { indexProject } from "#runner/dbt/index-project.ts";
import { documentModels } from "#runner/tools/document-models.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { createFastClock } from "../workshop/fast-clock.ts";
import { createMemoryHands } from "../workshop/memory-hands.ts";
import { createMemoryRepository } from "../workshop/memory-repository.ts";
import { plainStudio } from "../workshop/plain-supplies.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aToolWorld } from "./a-tool-world.ts";
import { aDuckDb, type Engine } from "./two-engines.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await aDuckDb(
    `create table staff as select i as id, 40000 + i as salary, 'office' as place from range(9) r(i);
     create schema payroll; create table payroll.bonuses as select i as id, 777 + i as bonus from range(9) r(i)`,
  );
});
afterAll(() => engine.close());

const project = {
  "dbt_project.yml": "name: shop\n",
  "models/staff.sql": "select 1 as id\n",
  "models/sources.yml": "sources: [{name: hr, schema: payroll, tables: [{name: bonuses}]}]\n",
};

/** Documents as an agent does, with the given `buster.yml`. */
async function document(settings: string, restrictions = "") {
  const files = { ...project, "buster.yml": settings };
  const { world } = aToolWorld({
    warehouse: engine.warehouse,
    restrictions: `tools: {preset: standard}\n${restrictions}`,
  });
  const studio = plainStudio({
    openWarehouse: () => openDuckDb({ path: engine.place, log: silentLog }),
  });
  const answer = await documentModels.use(
    {
      ...world,
      clock: createFastClock(1),
      hands: createMemoryHands(files).hands,
      repository: createMemoryRepository({ base: files, head: files }),
      project: indexProject(new Map(Object.entries(files))),
      studio,
    },
    {},
  );
  const written = [
    ...studio.written.values(),
    ...[...studio.facts.values()].map(({ text }) => text),
  ];
  return { answer, text: written.join("\n") };
}

test("without a word about it everything is measured", async () => {
  const { text } = await document("");

  expect(text).toContain('"staff.salary"');
  expect(text).toContain('"hr.bonuses.bonus"');
});

test("columns and schemas that buster.yml closes are not measured for documentation", async () => {
  const { text } = await document(
    "documentation: {deny_columns: [staff.salary], deny_schemas: [payroll]}\n",
  );

  expect(text).toContain('"staff.place"');
  expect(text).not.toContain('"staff.salary"');
  expect(text).not.toContain('"hr.bonuses.bonus"');
  expect(text).not.toMatch(/40,?00\d|77[7-9]/);
});

test("what an agent may not read stays closed whatever buster.yml says", async () => {
  const { text } = await document(
    "documentation: {deny_columns: [place]}\n",
    "restrictions: {sql: {deny_columns: [salary]}}",
  );

  expect(text).toContain('"staff.id"');
  expect(text).not.toContain('"staff.place"');
  expect(text).not.toContain('"staff.salary"');
});

test("where buster.yml has mistakes nothing is measured: nobody knows what it closes", async () => {
  const { answer, text } = await document("documentation: {deny_column: [salary]}\n");

  expect(answer).toMatchObject({ outcome: "failed", text: expect.stringContaining("buster.yml") });
  expect(text).toBe("");
});

test("the documentation on connect may not ask for closed columns in any other way", () => {
  const { settings } = parseSettingsFile(
    "documentation: {deny_columns: [salary], deny_schemas: [payroll]}\n",
  );
  if (settings === undefined) throw new Error("settings");

  expect(autoDocumentation(settings).restrictions.sql).toMatchObject({
    denyColumns: ["salary"],
    denySchemas: ["payroll"],
  });
});
