import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Relationship } from "#runner/keys/relationship.ts";
import type { Warehouse } from "#runner/ports.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { openPostgres } from "#runner/warehouse/open-postgres.ts";
import { loadIntoDuckDb, loadIntoPostgres } from "../adventureworks/load-tables.ts";
import { readTables } from "../adventureworks/read-tables.ts";
import { type FreshServer, startPostgres } from "../fresh-database.ts";
import { findPostgres } from "../machine.ts";
import { countByHand } from "./count-by-hand.ts";
import { type FoundKeys, findKeysIn, score, silentLog } from "./find-keys-in.ts";

const truth = [
  "address.stateprovinceid -> stateprovince.stateprovinceid",
  "customer.personid -> person.businessentityid",
  "customer.storeid -> store.businessentityid",
  "product.productsubcategoryid -> productsubcategory.productsubcategoryid",
  "productsubcategory.productcategoryid -> productcategory.productcategoryid",
  "salesorderdetail.productid -> product.productid",
  "salesorderdetail.salesorderid -> salesorderheader.salesorderid",
  "salesorderheader.billtoaddressid -> address.addressid",
  "salesorderheader.creditcardid -> creditcard.creditcardid",
  "salesorderheader.customerid -> customer.customerid",
  "salesorderheader.shiptoaddressid -> address.addressid",
  "salesorderheadersalesreason.salesorderid -> salesorderheader.salesorderid",
  "salesorderheadersalesreason.salesreasonid -> salesreason.salesreasonid",
  "stateprovince.countryregioncode -> countryregion.countryregioncode",
];
/** True in the whole database, of which these tables are a sample: finding them is no mistake. */
const alsoTrue = [
  "salesorderheader.salespersonid -> person.businessentityid",
  "store.salespersonid -> person.businessentityid",
];

let directory = "";
let server: FreshServer | undefined;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "buster-test-keys-"));
  await loadIntoDuckDb(join(directory, "shop.duckdb"));
  server = await startPostgres();
  if (server !== undefined) await loadIntoPostgres(server.url);
});
afterAll(async () => {
  await server?.stop();
  await rm(directory, { recursive: true });
});

const openers = {
  duckdb: () => openDuckDb({ path: join(directory, "shop.duckdb"), log: silentLog }),
  postgres: () => openPostgres({ url: server?.url ?? "", log: silentLog }),
};
const kept: Partial<Record<keyof typeof openers, FoundKeys>> = {};
async function keysOn(engine: keyof typeof openers): Promise<FoundKeys> {
  const tables = (await readTables("adventureworks")).map(({ name }) => name);
  const found = kept[engine] ?? (await findKeysIn(openers[engine], "adventureworks", tables));
  kept[engine] = found;
  return found;
}

describe.each(["duckdb", "postgres"] as const)("a shop's tables on %s", (engine) => {
  const isMissing = engine === "postgres" && findPostgres() === undefined;

  test.skipIf(isMissing)(
    "foreign keys are found with few statements and few mistakes",
    async () => {
      const { pairs, statements, columnPairs, notes } = await keysOn(engine);

      const { precision } = score(pairs, [...truth, ...alsoTrue]);
      const { recall } = score(pairs, truth);
      process.stdout.write(
        `${engine}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, ` +
          `${statements} statements for ${columnPairs} pairs of columns\n`,
      );
      expect(precision).toBeGreaterThanOrEqual(0.9);
      expect(recall).toBeGreaterThanOrEqual(0.95);
      expect(statements).toBeLessThan(columnPairs * 0.01);
      expect(notes).toEqual([]);
    },
  );

  test.skipIf(isMissing)("every number equals a count by hand", async () => {
    const { relationships } = await keysOn(engine);
    const tables = await readTables("adventureworks");

    const counted = relationships.map((found) => countByHand(tables, found));

    expect(relationships.length).toBeGreaterThan(13);
    expect(relationships.map(numbersOf)).toEqual(counted);
  });

  test.skipIf(isMissing)("every fact's query gives its value again, alone", async () => {
    const { relationships, compositeKeys } = await keysOn(engine);
    const facts = [
      ...relationships.flatMap((found) => found.facts),
      ...compositeKeys.map(({ fact }) => fact),
    ];
    const warehouse: Warehouse = await openers[engine]();

    const again: unknown[] = [];
    for (const { query, value } of facts) {
      const answer = await warehouse.query(query, {
        ...{ maxRows: 2, maxBytes: 1000, timeoutMs: 30_000, tag: "test" },
      });
      if (answer.kind !== "rows") throw new Error(`${query}: ${answer.reason}`);
      const [[cell] = []] = answer.result.rows;
      // The port gives a double of more than 15 digits as text.
      again.push(typeof value === "number" ? Number(cell) : cell);
    }
    await warehouse.close();

    expect(facts.length).toBeGreaterThan(100);
    expect(again).toEqual(facts.map(({ value }) => value));
  });

  test.skipIf(isMissing)("a table without a key of its own has one of two columns", async () => {
    const { compositeKeys } = await keysOn(engine);

    expect(compositeKeys.map(({ subject, columns }) => [subject, columns])).toEqual([
      ["salesorderheadersalesreason", ["salesorderid", "salesreasonid"]],
    ]);
  });
});

test.skipIf(findPostgres() === undefined)("both engines give the same numbers", async () => {
  const [one, other] = await Promise.all([keysOn("duckdb"), keysOn("postgres")]);

  expect(one.relationships.map(withoutTimes)).toEqual(other.relationships.map(withoutTimes));
});

function withoutTimes({ facts, ...found }: Relationship) {
  return { ...found, facts: facts.map(({ at: _, ...fact }) => fact) };
}

function numbersOf(found: Relationship) {
  const { cardinality, childRows, nonNull, orphanRows, orphanKeys, coverage, parentCoverage } =
    found;
  const numbers = { cardinality, childRows, nonNull, orphanRows, orphanKeys, coverage };
  return { ...numbers, parentCoverage, children: found.children };
}
