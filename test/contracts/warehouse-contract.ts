import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Warehouse } from "#runner/ports.ts";
import { quote } from "#runner/profile/quote.ts";

export interface WarehouseUnderTest {
  warehouse: Warehouse;
  /** Kills what works on the query: the engine's process, or the server's side of the connection. */
  killEngine(): Promise<void>;
}

/** Types as each engine calls them. */
export interface EngineWords {
  types: { id: string; amount: string; at: string; name: string };
  /** Runs for hours. */
  runaway: string;
  /** What becomes of a query whose engine is killed. */
  whenKilled: "failed" | "warehouse-unavailable";
}

/** The tables that every warehouse under test holds; `serial` is one huge number. */
export const warehouseFixture = `
  create schema shop;
  create schema private;
  create table shop.customers (id integer, name varchar(20), email varchar(40), active boolean);
  insert into shop.customers values
    (1, 'Ada', 'ada@example.com', true), (2, 'Ben', null, false), (3, 'Cem', 'cem@example.com', true);
  create table shop.orders (id integer, customer_id integer, amount numeric(10,2), serial bigint, placed timestamp);
  insert into shop.orders values
    (10, 1, 12.50, 9007199254740993, timestamp '2026-01-02 03:04:05'),
    (11, 1, 99.99, 7, timestamp '2026-01-03 00:00:00');
  create view shop.v_orders as select * from shop.orders;
  create table shop.numbers as select n from generate_series(1, 5000) as t(n);
  create view shop.v_endless as select count(*) as n from generate_series(1, 1000000) a(x), generate_series(1, 10000000) b(y) where (a.x + b.y) % 7 = 3;
  create table private.salaries (name varchar(20), salary integer);
  insert into private.salaries values ('Ada', 100);
`;

type QueryLimits = Parameters<Warehouse["query"]>[1];
const limits = { maxRows: 100, maxBytes: 64 * 1024, timeoutMs: 10_000, tag: "buster test" };

/** What every warehouse promises. `open` gives one over `warehouseFixture`. */
export function describeWarehouse(
  open: () => Promise<WarehouseUnderTest>,
  { types, runaway, whenKilled }: EngineWords,
): void {
  let shared: WarehouseUnderTest;
  beforeAll(async () => {
    shared = await open();
  });
  afterAll(() => shared.warehouse.close());
  const askIn =
    (warehouse: Warehouse) =>
    (sql: string, more: Partial<QueryLimits> = {}) =>
      warehouse.query(sql, { ...limits, ...more });
  const useShared = () => ({ ...shared, ask: askIn(shared.warehouse) });
  // For those that leave nothing usable behind.
  const opened: Warehouse[] = [];
  afterEach(async () => {
    for (const warehouse of opened.splice(0)) await warehouse.close();
  });
  const openOne = async () => {
    const subject = await open();
    opened.push(subject.warehouse);
    return { ...subject, ask: askIn(subject.warehouse) };
  };
  const rowsOf = (answer: Awaited<ReturnType<Warehouse["query"]>>) =>
    answer.kind === "rows" ? answer.result.rows : answer;
  const access = (over: object) => ({
    access: { allowSchemas: [], denySchemas: [], denyColumns: [], ...over },
  });

  test("a query answers with names, types and rows", async () => {
    const { ask } = useShared();

    const answer = await ask("select id, name, email, active from shop.customers order by id");

    expect(answer).toEqual({
      kind: "rows",
      result: {
        columns: [
          { name: "id", type: types.id },
          { name: "name", type: types.name },
          { name: "email", type: expect.any(String) },
          { name: "active", type: expect.stringMatching(/^boolean$/i) },
        ],
        rows: [
          [1, "Ada", "ada@example.com", true],
          [2, "Ben", null, false],
          [3, "Cem", "cem@example.com", true],
        ],
        truncated: false,
      },
    });
  });

  test("numbers that a double cannot hold are text, the others numbers; times are ISO 8601", async () => {
    const { ask } = useShared();

    const answer = await ask("select amount, serial, placed from shop.orders order by id");

    expect(rowsOf(answer)).toEqual([
      [12.5, "9007199254740993", "2026-01-02T03:04:05"],
      [99.99, 7, "2026-01-03T00:00:00"],
    ]);
  });

  test("numbers without end, days, moments and bytes have one form each", async () => {
    const { ask } = useShared();

    const answer = await ask(`select cast('nan' as double precision), date '2026-01-02',
      cast('2026-01-02 03:04:05.5+02' as timestamp with time zone), cast('ab' as bytea),
      cast('-0.000000000000000000012345678901234567' as numeric(38,38)), null`);

    expect(rowsOf(answer)).toEqual([
      [
        expect.stringMatching(/^nan$/i),
        "2026-01-02",
        "2026-01-02T01:04:05.5Z",
        "\\x6162",
        "-0.00000000000000000001234567890123456700",
        null,
      ],
    ]);
  });

  test("a result without rows still names its columns", async () => {
    const { ask } = useShared();

    const answer = await ask("select id, amount from shop.orders where id < 0");

    expect(answer).toEqual({
      kind: "rows",
      result: {
        columns: [
          { name: "id", type: types.id },
          { name: "amount", type: types.amount },
        ],
        rows: [],
        truncated: false,
      },
    });
  });

  test("a result that is exactly as long as allowed is whole", async () => {
    const { ask } = useShared();

    const whole = await ask("select id from shop.customers", { maxRows: 3 });
    const cut = await ask("select id from shop.customers", { maxRows: 2 });

    expect(whole).toMatchObject({ result: { rows: { length: 3 }, truncated: false } });
    expect(cut).toMatchObject({ result: { rows: { length: 2 }, truncated: true } });
  });

  test("a query that may read more than it may scan is refused, and one of unknown size too", async () => {
    const { ask } = useShared();

    const small = await ask("select count(*) from shop.orders", { maxBytesScanned: 10_000_000 });
    const large = await ask("select count(*) from shop.numbers", { maxBytesScanned: 100 });
    const unknown = await ask("select * from shop.v_endless", { maxBytesScanned: 10_000_000 });
    const catalogue = await ask("select table_name from information_schema.tables", {
      maxBytesScanned: 1,
    });

    expect([small.kind, large.kind, unknown.kind, catalogue.kind]).toEqual([
      "rows",
      "refused",
      "refused",
      "rows",
    ]);
  });

  test("an endless result stops at the row cap", async () => {
    const { ask } = useShared();

    const answer = await ask(
      "select a.n from shop.numbers a, shop.numbers b, shop.numbers c where a.n + b.n > c.n - 9999",
      { maxRows: 1_000 },
    );

    expect(answer).toMatchObject({ result: { rows: { length: 1_000 }, truncated: true } });
  });

  test("a wide result stops at the byte cap", async () => {
    const { ask } = useShared();

    const answer = await ask("select repeat('x', 1000) from generate_series(1, 1000)", {
      maxRows: 1_000,
      maxBytes: 10_000,
    });

    expect(answer).toMatchObject({ result: { rows: { length: 9 }, truncated: true } });
  });

  test("a single row over the byte cap is shown with its text cut", async () => {
    const { ask } = useShared();

    const answer = await ask("select 7, repeat('x', 10000)", { maxBytes: 2_000 });

    expect(answer).toMatchObject({ result: { truncated: true } });
    expect(rowsOf(answer)).toEqual([[7, `${"x".repeat(1_000)}…`]]);
  });

  test("a runaway query is stopped near its limit, and the next one is answered", async () => {
    const { ask } = useShared();
    await ask("select 1");
    const started = performance.now();

    const stopped = await ask(runaway, { timeoutMs: 400 });
    const took = performance.now() - started;
    const next = await ask("select 1");

    expect(stopped).toEqual({
      kind: "failed",
      reason: "the query was stopped after 0.4 s: aggregate, filter or sample to ask for less",
    });
    expect(took).toBeGreaterThan(390);
    expect(took).toBeLessThan(5_000);
    expect(rowsOf(next)).toEqual([[1]]);
  });

  test("a stopped run stops its query, and starts no other", async () => {
    const { ask } = useShared();
    await ask("select 1");
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);

    const running = await ask(runaway, { signal: stop.signal });
    const late = await ask("select 1", { signal: stop.signal });

    expect(running).toEqual({
      kind: "failed",
      reason: "the query was stopped because the run was",
    });
    expect(late).toEqual({ kind: "failed", reason: "the run was stopped" });
  });

  test("an engine that is killed in the middle is not the end of the warehouse", async () => {
    const { ask, killEngine } = await openOne();
    await ask("select 1");

    const lost = ask(runaway).then(
      (answer) => answer.kind,
      (cause: { code?: string }) => cause.code,
    );
    await killEngine();
    const next = await ask("select count(*) from shop.orders");

    expect(await lost).toBe(whenKilled);
    expect(rowsOf(next)).toEqual([[2]]);
  });

  test("queries that are asked at once are all answered, each with its own", async () => {
    const { ask } = useShared();

    const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => ask(`select ${number}`)));

    expect(answers.map(rowsOf)).toEqual([[[1]], [[2]], [[3]], [[4]], [[5]]]);
  });

  test.each([
    "insert into shop.customers values (4, 'Eve', null, true)",
    "with gone as (delete from shop.orders returning id) select * from gone",
    "create table shop.copy as select * from shop.orders",
    "drop table shop.orders",
    "select 1; delete from shop.orders",
    "commit",
  ])("the gate refuses to change anything: %s", async (sql) => {
    const { ask } = useShared();

    const answer = await ask(sql);

    expect(answer.kind).toBe("refused");
    expect(rowsOf(await ask("select count(*) from shop.orders"))).toEqual([[2]]);
    expect(rowsOf(await ask("select count(*) from shop.customers"))).toEqual([[3]]);
  });

  test("a mistake in the SQL is an answer that names it", async () => {
    const { ask } = useShared();

    const table = await ask("select * from shop.nothing");
    const column = await ask("select colour from shop.orders");

    expect(table).toEqual({ kind: "failed", reason: expect.stringContaining("nothing") });
    expect(column).toEqual({ kind: "failed", reason: expect.stringContaining("colour") });
  });

  test("an error that quotes data at length is shortened", async () => {
    const { ask } = useShared();

    const answer = await ask(`select cast('${"long ".repeat(1_000)}' as integer)`);

    expect(answer.kind).toBe("failed");
    expect(JSON.stringify(answer).length).toBeLessThan(600);
  });

  test("columns come in order, by the warehouse's own type names", async () => {
    const { warehouse } = useShared();

    const columns = await warehouse.columns({ schema: "shop", name: "orders" });

    expect(columns?.map(({ name }) => name)).toEqual([
      "id",
      "customer_id",
      "amount",
      "serial",
      "placed",
    ]);
    expect(columns?.[0]?.type).toBe(types.id);
    expect(columns?.[2]?.type).toBe(types.amount);
    expect(columns?.[4]?.type).toBe(types.at);
  });

  test.each([
    { schema: "shop", name: "nothing" },
    { name: "orders" },
    { schema: "nowhere", name: "orders" },
    { database: "elsewhere", schema: "shop", name: "orders" },
    { schema: "shop", name: "orders'; drop table shop.orders; --" },
    { schema: "shop", name: 'orders"' },
  ])("there are no columns of %o", async (relation) => {
    const { warehouse, ask } = useShared();

    expect(await warehouse.columns(relation)).toBeUndefined();
    expect(rowsOf(await ask("select count(*) from shop.orders"))).toEqual([[2]]);
  });

  test("a closed schema stays closed, however it is reached", async () => {
    const { ask } = useShared();
    const closed = access({ denySchemas: ["private"] });

    const plain = await ask("select * from private.salaries", closed);
    const hidden = await ask("select (select max(salary) from PRIVATE.salaries)", closed);
    const other = await ask("select count(*) from shop.orders", closed);

    expect(plain).toEqual({
      kind: "refused",
      reason: "schema `private` is closed to this agent (it may not read private)",
    });
    expect(hidden.kind).toBe("refused");
    expect(rowsOf(other)).toEqual([[2]]);
  });

  test("where only some schemas are open, the catalogue and the others are closed", async () => {
    const { ask } = useShared();
    const only = access({ allowSchemas: ["shop"] });

    const inside = await ask("with o as (select * from shop.orders) select count(*) from o", only);
    const outside = await ask("select * from private.salaries", only);
    const catalogue = await ask("select table_name from information_schema.tables", only);

    expect(rowsOf(inside)).toEqual([[2]]);
    expect(outside).toMatchObject({ reason: expect.stringContaining("it may read shop") });
    expect(catalogue.kind).toBe("refused");
  });

  test("a closed column is not shown, and the rest of its table is", async () => {
    const { ask } = useShared();
    const closed = access({ denyColumns: ["customers.email"] });

    const named = await ask("select max(email) from shop.customers", closed);
    const star = await ask("select * from shop.customers", closed);
    const rest = await ask("select count(*), max(name) from shop.customers", closed);

    expect(named).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("leave it out"),
    });
    expect(star).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("name the columns you need"),
    });
    expect(rowsOf(rest)).toEqual([[3, "Cem"]]);
  });

  test("the catalogue says what a relation is and about how large, without reading it", async () => {
    const { warehouse } = useShared();

    const table = await warehouse.estimate({ schema: "shop", name: "orders" });
    const view = await warehouse.estimate({ schema: "shop", name: "v_orders" });
    const nothing = await warehouse.estimate({ schema: "shop", name: "nothing" });
    const elsewhere = await warehouse.estimate({ database: "x", schema: "shop", name: "orders" });

    expect(table).toMatchObject({ kind: "table" });
    expect(view).toEqual({ kind: "view", rows: undefined, bytes: undefined });
    expect(nothing).toBeUndefined();
    expect(elsewhere).toBeUndefined();
  });

  test("a copy of a view holds its rows until it is dropped, and nobody's warehouse changes", async () => {
    const { warehouse, ask } = useShared();

    const copy = await warehouse.copy({ schema: "shop", name: "v_orders" }, { timeoutMs: 5_000 });
    if (copy.kind !== "copied") throw new Error(copy.reason);
    const name = quote.relation(copy.relation);
    const rows = rowsOf(await ask(`select id, amount from ${name} order by id`));
    await copy.drop();
    const after = await ask(`select id from ${name}`);

    expect(copy.rows).toBe(2);
    expect(rows).toEqual([
      [10, 12.5],
      [11, 99.99],
    ]);
    expect(after).toMatchObject({ kind: "failed" });
  });

  test("a copy takes only the columns that are asked for", async () => {
    const { warehouse, ask } = useShared();

    const copy = await warehouse.copy(
      { schema: "shop", name: "customers" },
      { columns: ["name", "id"], timeoutMs: 5_000 },
    );
    if (copy.kind !== "copied") throw new Error(copy.reason);
    const all = await ask(`select * from ${quote.relation(copy.relation)} order by id`);
    await copy.drop();

    expect(rowsOf(all)).toEqual([
      ["Ada", 1],
      ["Ben", 2],
      ["Cem", 3],
    ]);
  });

  test("a sample is the same each time, and smaller than the whole", async () => {
    const { warehouse, ask } = useShared();
    const take = async () => {
      const copy = await warehouse.copy(
        { schema: "shop", name: "numbers" },
        { sample: { rows: 500, of: 5_000, seed: 7 }, timeoutMs: 5_000 },
      );
      if (copy.kind !== "copied") throw new Error(copy.reason);
      const sum = await ask(`select sum(n), count(*) from ${quote.relation(copy.relation)}`);
      await copy.drop();
      return { rows: copy.rows, sum: rowsOf(sum) };
    };

    const [first, second] = [await take(), await take()];

    expect(first).toEqual(second);
    expect(first.rows).toBeGreaterThan(400);
    expect(first.rows).toBeLessThan(600);
  });

  test("a relation with more rows than may be copied is refused", async () => {
    const { warehouse } = useShared();
    const numbers = { schema: "shop", name: "numbers" };

    const small = await warehouse.copy(numbers, { maxRows: 4_999, timeoutMs: 5_000 });
    const enough = await warehouse.copy(numbers, { maxRows: 5_000, timeoutMs: 5_000 });
    if (enough.kind === "copied") await enough.drop();

    expect(small).toEqual({ kind: "refused", reason: "it has more than 4999 rows" });
    expect(enough).toMatchObject({ kind: "copied", rows: 5_000 });
  });

  test.each([
    { schema: "shop", name: "nothing" },
    { schema: "shop", name: "orders; drop table shop.orders; --" },
    { database: "elsewhere", schema: "shop", name: "orders" },
  ])("what is not there cannot be copied: %o", async (relation) => {
    const { warehouse, ask } = useShared();

    const copy = await warehouse.copy(relation, { timeoutMs: 5_000 });

    expect(copy).toMatchObject({ reason: expect.stringMatching(/./) });
    expect(rowsOf(await ask("select count(*) from shop.orders"))).toEqual([[2]]);
  });

  test("a copy that takes too long is stopped, and the next question is answered", async () => {
    const { warehouse, ask } = useShared();

    const copy = await warehouse.copy({ schema: "shop", name: "v_endless" }, { timeoutMs: 400 });
    const next = await ask("select 1");

    expect(copy).toMatchObject({ kind: "failed", reason: expect.stringContaining("0.4 s") });
    expect(rowsOf(next)).toEqual([[1]]);
  });

  test("a closed warehouse answers no more", async () => {
    const { warehouse } = await openOne();
    await warehouse.close();

    const asked = warehouse.query("select 1", limits);

    await expect(asked).rejects.toMatchObject({ code: "warehouse-unavailable" });
  });
}
