import { afterAll, describe, expect, test } from "vitest";
import { sameValue } from "#runner/profile/same-value.ts";
import { loadIntoDuckDb, loadIntoPostgres } from "../adventureworks/load-tables.ts";
import { readTables } from "../adventureworks/read-tables.ts";
import { aDuckDb, aPostgres } from "./two-engines.ts";

const duckdb = await aDuckDb("select 1");
const postgres = await aPostgres("select 1");
await loadIntoDuckDb(duckdb.place);
if (postgres !== undefined) await loadIntoPostgres(postgres.place);
afterAll(async () => {
  await duckdb.close();
  await postgres?.close();
});
const names = (await readTables("adventureworks")).map(({ name }) => name);

describe.skipIf(postgres === undefined)("AdventureWorks (Postgres is installed)", () => {
  test.each(names)("DuckDB and Postgres say the same of %s", async (name) => {
    const relation = { schema: "adventureworks", name };

    const [one, other] = [await duckdb.profile(relation), await postgres?.profile(relation)];

    const key = (fact: (typeof one.profile.facts)[number]) =>
      `${fact.subject} ${fact.metric} ${fact.argument ?? ""}`;
    const theirs = new Map(other?.profile.facts.map((fact) => [key(fact), fact]));
    const different = one.profile.facts.filter((fact) => {
      const found = theirs.get(key(fact));
      return found === undefined || !sameValue(fact, found.value);
    });
    expect(different).toEqual([]);
    expect(other?.profile.facts.map(key)).toEqual(one.profile.facts.map(key));
    expect(other?.profile.columns.map(({ semantics }) => semantics)).toEqual(
      one.profile.columns.map(({ semantics }) => semantics),
    );
    expect([...one.profile.notes, ...(other?.profile.notes ?? [])]).toEqual([]);
  });
});
