import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { profileRelation } from "#runner/documentation/profile-relation.ts";
import type { ColumnInfo, Relation, Warehouse } from "#runner/ports.ts";
import { columnFamily } from "#runner/profile/column-family.ts";
import { quote } from "#runner/profile/quote.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { openPostgres } from "#runner/warehouse/open-postgres.ts";
import { startPostgres } from "../fresh-database.ts";
import { silentLog } from "../workshop/silent-log.ts";

/*
 * How long a profile takes beside what is usually done, in one run on the same data: on Postgres beside one query
 * for each column and metric, which is what dbt-profiler asks; the same for a view; on DuckDB beside SUMMARIZE.
 */

const rows = { postgres: 400_000, view: 150_000, duckdb: 3_000_000 };
const limits = { postgres: 5, view: 2.5, duckdb: 3 };

const columns = (engine: "postgres" | "duckdb") => `
  i as order_id, (i * 7919) % 20011 as customer_id, (i * 31) % 97 as store_id,
  case (i * i) % 5 when 0 then 'open' when 1 then 'paid' else 'shipped' end as status,
  case i % 3 when 0 then 'web' when 1 then 'shop' else 'phone' end as channel,
  case (i / 7) % 4 when 0 then 'EUR' when 1 then 'USD' when 2 then 'GBP' else 'CHF' end as currency,
  cast(1 + (i * 13) % 12 as integer) as quantity, cast(((i * 7907) % 30011) / 100.0 as numeric(12,2)) as amount,
  cast((i * 31) % 20 / 100.0 as numeric(4,2)) as discount, cast(((i * 104723) % 1000003) / 1000.0 as double precision) as weight,
  i % 17 = 0 as is_gift, timestamp '2022-01-01' + (i % 900000) * interval '1 minute' as ordered_at,
  date '2022-01-01' + cast(i % 1000 as integer) as shipped_on,
  case when i % 9 = 0 then null else 'note ' || cast((i * 7) % 1000 as varchar) end as note,
  'C' || cast(100000 + (i * 7919) % 20011 as varchar) as customer_code, ${engine === "duckdb" ? "md5(cast(i as varchar))" : "md5(i::text)"} as token`;

const view = (schema: string) => `create view ${schema}.order_facts as
  select o.*, count(*) over (partition by customer_id) as orders_of_customer, sum(amount) over (partition by store_id) as store_amount,
    s.name as store_name
  from ${schema}.some_orders o join ${schema}.stores s using (store_id)`;

/** Each is done this often, in turn, and its best time counts: the machine may have other work. */
const rounds = 3;

async function inTurn(
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<{ ours: number; theirs: number }> {
  const best = { ours: Number.POSITIVE_INFINITY, theirs: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    best.ours = Math.min(best.ours, await seconds(ours));
    best.theirs = Math.min(best.theirs, await seconds(theirs));
  }
  return best;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

const told = new Map<string, string>();

async function profile(warehouse: Warehouse, relation: Relation): Promise<void> {
  const found = (await warehouse.columns(relation)) ?? [];
  const world = {
    warehouse,
    clock: { now: () => new Date(), sleep: async () => {} },
    signal: new AbortController().signal,
    tag: "bench",
    timeoutMs: 120_000,
  };
  const answer = await profileRelation(world, { subject: "orders", relation, columns: found });
  if (answer.kind !== "profiled") throw new Error(answer.reason);
  const { facts, notes } = answer.profile;
  const exact = facts.filter(({ method }) => method === "exact").length;
  if (notes.length > 0) throw new Error(notes.join("; "));
  told.set(relation.name, `${facts.length} facts, ${exact} of them exact`);
}

/** The queries of dbt-profiler's metrics, each alone. */
function oneByOne(relation: Relation, found: readonly ColumnInfo[]): readonly string[] {
  const from = quote.relation(relation);
  return found.flatMap(({ name, type }) => {
    const c = quote.name(name);
    const family = columnFamily(type);
    const asked = [
      "count(*)",
      `count(${c}) * 1.0 / count(*)`,
      `count(distinct ${c}) * 1.0 / count(*)`,
      `count(distinct ${c})`,
      `count(distinct ${c}) = count(*)`,
      ...(family === "number" || family === "time" ? [`min(${c})`, `max(${c})`] : []),
      ...(family === "number"
        ? [
            `avg(${c})`,
            `percentile_cont(0.5) within group (order by ${c})`,
            `stddev_pop(${c})`,
            `stddev_samp(${c})`,
          ]
        : []),
    ];
    return asked.map((expression) => `select ${expression} from ${from}`);
  });
}

function tell(
  what: string,
  { ours, theirs }: { ours: number; theirs: number },
  wanted: number,
  facts: string,
): boolean {
  const ratio = theirs / ours;
  const holds = ratio >= wanted;
  console.log(
    `${what}: ours ${ours.toFixed(2)} s, theirs ${theirs.toFixed(2)} s, ${ratio.toFixed(1)}x of ${wanted}, ${facts}: ${holds ? "holds" : "TOO SLOW"}`,
  );
  return holds;
}

async function onPostgres(): Promise<boolean> {
  const server = await startPostgres();
  if (server === undefined) {
    console.log("Postgres is not installed: not measured");
    return true;
  }
  const owner = new pg.Client(server.url);
  await owner.connect();
  const warehouse = await openPostgres({ url: server.url, log: silentLog });
  try {
    await owner.query(`
      create table public.orders as select ${columns("postgres")} from generate_series(1::bigint, ${rows.postgres}) as t(i);
      create table public.some_orders as select * from public.orders where order_id <= ${rows.view};
      create table public.stores as select i as store_id, 'store ' || i as name from generate_series(0, 96) i;
      ${view("public")}
`);
    await owner.query("vacuum analyze");
    let isGood = true;
    for (const [name, wanted] of [
      ["orders", limits.postgres],
      ["order_facts", limits.view],
    ] as const) {
      const relation = { schema: "public", name };
      const found = (await warehouse.columns(relation)) ?? [];
      const queries = oneByOne(relation, found);
      await owner.query(`select count(*) from public.${name}`);
      const best = await inTurn(
        () => profile(warehouse, relation),
        async () => {
          for (const sql of queries) await owner.query(sql);
        },
      );
      const what = `Postgres ${name === "orders" ? "table" : "view"}, beside ${queries.length} queries`;
      isGood = tell(what, best, wanted, told.get(name) ?? "") && isGood;
    }
    return isGood;
  } finally {
    await warehouse.close();
    await owner.end();
    await server.stop();
  }
}

async function onDuckDb(): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), "buster-bench-"));
  const path = join(directory, "orders.duckdb");
  try {
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    await connection.run(
      `create table orders as select ${columns("duckdb").replaceAll("(i / 7)", "(i // 7)")} from range(1, ${rows.duckdb + 1}) as t(i)`,
    );
    connection.closeSync();
    instance.closeSync();
    const warehouse = await openDuckDb({ path, log: silentLog });
    const relation = { schema: "main", name: "orders" };
    const ask = async (sql: string) => {
      const answer = await warehouse.query(sql, {
        ...{ maxRows: 1_000, maxBytes: 1_000_000, timeoutMs: 120_000, tag: "bench" },
      });
      if (answer.kind !== "rows") throw new Error(answer.reason);
    };
    try {
      await ask("select count(*) from main.orders");
      const best = await inTurn(
        () => profile(warehouse, relation),
        () => ask("summarize main.orders"),
      );
      return tell("DuckDB table, beside SUMMARIZE", best, limits.duckdb, told.get("orders") ?? "");
    } finally {
      await warehouse.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const isGood = [await onPostgres(), await onDuckDb()].every(Boolean);
process.exitCode = isGood ? 0 : 1;
