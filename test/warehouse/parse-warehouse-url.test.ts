import { expect, test } from "vitest";
import { openWarehouse } from "#runner/warehouse/open-warehouse.ts";
import { parseWarehouseUrl } from "#runner/warehouse/parse-warehouse-url.ts";
import { silentLog } from "../workshop/silent-log.ts";

test.each([
  ["duckdb:data/bikes.duckdb", { kind: "duckdb", path: "data/bikes.duckdb" }],
  ["duckdb:/srv/bikes.duckdb", { kind: "duckdb", path: "/srv/bikes.duckdb" }],
  ["duckdb:///srv/bikes.duckdb", { kind: "duckdb", path: "/srv/bikes.duckdb" }],
  ["duckdb://data/bikes.duckdb", { kind: "duckdb", path: "data/bikes.duckdb" }],
  ["duckdb:C:\\data\\bikes.duckdb", { kind: "duckdb", path: "C:\\data\\bikes.duckdb" }],
  [
    " postgres://reader:pw@db:5432/bikes\n",
    { kind: "postgres", url: "postgres://reader:pw@db:5432/bikes" },
  ],
  [
    "postgresql://db/bikes?sslmode=require",
    { kind: "postgres", url: "postgresql://db/bikes?sslmode=require" },
  ],
])("%j names a warehouse", (text, settings) => {
  expect(parseWarehouseUrl(text)).toEqual(settings);
});

test.each([
  ["", "expected `duckdb:path"],
  ["bikes.duckdb", "expected `duckdb:path"],
  ["mysql://reader:hunter2@db/bikes", "expected `duckdb:path"],
  ["duckdb:", "DuckDB needs a file"],
  ["duckdb::memory:", "DuckDB needs a file"],
  ["postgres://reader:hunter2/@db:port/bikes", "have to be written as %40"],
])("%j is refused with a sentence that does not repeat it", (text, reason) => {
  const parse = () => parseWarehouseUrl(text);

  expect(parse).toThrow(reason);
  expect(parse).not.toThrow("hunter2");
});

test("a warehouse is opened without being asked anything", async () => {
  const duckdb = await openWarehouse({ kind: "duckdb", path: "nowhere.duckdb" }, silentLog);
  const postgres = await openWarehouse(
    { kind: "postgres", url: "postgres://127.0.0.1:1/x" },
    silentLog,
  );

  expect([duckdb.dialect, postgres.dialect]).toEqual(["duckdb", "postgres"]);
  await duckdb.close();
  await postgres.close();
});
