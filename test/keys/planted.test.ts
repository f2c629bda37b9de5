import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { findKeysIn, score, silentLog } from "./find-keys-in.ts";
import {
  type PlantedSchema,
  plantHospital,
  plantOddNames,
  plantStar,
  plantSubscriptions,
  plantTickets,
} from "./planted-schemas.ts";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "buster-test-keys-"));
});
afterAll(() => rm(directory, { recursive: true }));

const schemas = [
  plantSubscriptions(42),
  plantHospital(7),
  plantStar(11),
  plantTickets(3),
  plantOddNames(5),
];

test.each(schemas)(
  "planted keys are found and what only looks like one is not: $name",
  async (schema) => {
    const tables = await plant(schema);

    const found = await findKeysIn(tables.open, "main", tables.names);

    const { precision, recall } = score(found.pairs, schema.keys);
    expect.soft(found.pairs.filter((pair) => !schema.keys.includes(pair))).toEqual([]);
    expect(precision).toBeGreaterThanOrEqual(0.9);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(found.notes).toEqual([]);
    const together = found.compositeKeys.map(
      ({ subject, columns }) => `${subject}: ${columns.join(", ")}`,
    );
    expect(together).toEqual(schema.compositeKeys);
  },
);

async function plant(schema: PlantedSchema) {
  const path = join(directory, `${schema.name.replace(" ", "-")}.duckdb`);
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const table of schema.tables) await connection.run(`create table ${table}`);
  const reader = await connection.runAndReadAll(
    "select table_name from duckdb_tables() order by 1",
  );
  const names = reader.getRows().map(([name]) => String(name));
  connection.closeSync();
  instance.closeSync();
  return { names, open: () => openDuckDb({ path, log: silentLog }) };
}
