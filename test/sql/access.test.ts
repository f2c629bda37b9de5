import { describe, expect, test } from "vitest";
import { openGates } from "./gates.ts";

const gates = await openGates();
const dialects = ["duckdb", "postgres"] as const;

describe.each(dialects)("a closed column in %s", (dialect) => {
  const judge = (sql: string) => gates[dialect](sql, { denyColumns: ["customers.email"] });

  test.each([
    "select email from customers",
    "select c.EMAIL from shop.customers c",
    'select "email" from customers',
    "select id from customers where email like 'a%'",
    "select id from customers order by email",
    "select count(distinct email) from customers",
    "select id from customers group by id having max(email) > 'm'",
    "select id from customers join leads using (email)",
    "select customers.id from customers natural join leads",
    "select * from customers",
    "select c.* from customers c",
    "select id from (select * from customers) q",
    "with q as (select * from customers) select id from q",
    "with customers as (select * from customers) select * from customers",
    "with recursive r as (select * from customers union all select * from r where id < 5) select * from r",
    "select * from (with customers as (select 1 as id) select * from customers) q, customers",
    "select exists (select * from customers)",
    "select customers from customers",
    "select c from customers c",
    "select cast(c as text) from customers c",
    "select count(c) from customers c",
    "select (c).email from customers c",
    "select row_to_json(c) from customers c",
    "select q.x from customers c, lateral (select c as x) q",
    "select z from customers as c(x, y, z)",
    "select j.* from (customers join orders on true) as j",
    "select id from orders union all select email from customers",
    "select sum(id) over (partition by email) from customers",
    "select shop.customers.email from shop.customers",
    "select o.email from customers o, (select 1 from orders o) q",
  ])("is not reached by %s", async (sql) => {
    expect(await judge(sql)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("customers.email"),
    });
  });

  test.each([
    "select id, name from customers",
    "select count(*) from customers",
    "select email from leads",
    "select l.email, c.name from customers c join leads l on l.id = c.id",
    "select o.* from orders o join customers c on c.id = o.customer_id",
    "with q as (select id, name from customers) select * from q",
    "select * from (select id from customers) q",
    "select * from orders where customer_id in (select id from customers)",
    "select 'email' as label from customers",
  ])("leaves the rest open: %s", async (sql) => {
    expect(await judge(sql)).toMatchObject({ kind: "allow" });
  });

  test("without a table it is closed in every table, and open in the catalogue", async () => {
    const everywhere = { denyColumns: ["email"] };

    const leads = await gates[dialect]("select email from leads", everywhere);
    const star = await gates[dialect]("select * from leads", everywhere);
    const catalogue = await gates[dialect](
      "select * from information_schema.columns where column_name = 'email'",
      everywhere,
    );

    expect([leads.kind, star.kind, catalogue.kind]).toEqual(["refused", "refused", "allow"]);
  });
});

describe("a closed column in DuckDB's own syntax", () => {
  const judge = (sql: string) => gates.duckdb(sql, { denyColumns: ["customers.email"] });

  test.each([
    "from customers",
    "from customers select columns('em.*')",
    "select columns(c -> true) from customers",
    "select #3 from customers",
    "select * exclude (name) from customers",
    "select * rename (email as x) from customers",
    "select * replace (email || '' as email) from customers",
    "summarize customers",
    "pivot customers on name in ('a') using count(*)",
    "unpivot customers on email into name n value v",
    "select struct_pack(*columns(*)) from customers",
    "select unnest(c) from customers c",
    "select c['email'] from customers c",
    "select struct_extract(c, 'email') from customers c",
    "select main.to_json() from customers as main",
    "select list_transform([1], x -> email) from customers",
    "select [email for x in [1]] from customers",
    "select * from customers positional join orders",
    "table customers",
  ])("is not reached by %s", async (sql) => {
    expect(await judge(sql)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("customers.email"),
    });
  });

  test.each([
    "select * exclude (email) from customers",
    "select c.* exclude (c.EMAIL) from customers c",
    "describe customers",
    "select count() from customers",
  ])("leaves the rest open: %s", async (sql) => {
    expect(await judge(sql)).toMatchObject({ kind: "allow" });
  });
});

describe.each(dialects)("closed schemas in %s", (dialect) => {
  test.each([
    "select * from private.salaries",
    "select * from PRIVATE.salaries",
    "select (select max(salary) from private.salaries)",
    "with salaries as (select 1) select * from private.salaries",
    "select * from shop.orders union all select * from private.salaries",
    "select * from shop.orders where exists (select 1 from private.salaries)",
    "explain select * from private.salaries",
  ])("are not reached by %s", async (sql) => {
    const denied = await gates[dialect](sql, { denySchemas: ["Private"] });
    const notAllowed = await gates[dialect](sql, { allowSchemas: ["shop"] });

    expect(denied).toMatchObject({ kind: "refused", reason: expect.stringMatching(/private/i) });
    expect(notAllowed).toMatchObject({ kind: "refused", reason: expect.stringContaining("shop") });
  });

  test.each([
    "select * from shop.orders",
    "with salaries as (select * from shop.orders) select * from salaries",
    "select 1",
    "select * from generate_series(1, 3)",
  ])("leave the others open: %s", async (sql) => {
    const verdict = await gates[dialect](sql, { allowSchemas: ["shop"], denySchemas: ["private"] });

    expect(verdict).toMatchObject({ kind: "allow" });
  });

  test("another database is closed always", async () => {
    const verdict = await gates[dialect]("select * from other.shop.orders");

    expect(verdict).toMatchObject({ reason: expect.stringContaining("in another database") });
  });
});

describe("names without a schema", () => {
  test("in Postgres are refused where schemas are limited, with the way to write them", async () => {
    const verdict = await gates.postgres("select * from orders", { denySchemas: ["private"] });

    expect(verdict).toMatchObject({ reason: expect.stringContaining("write `schema.orders`") });
  });

  test("in DuckDB are those of the main schema", async () => {
    const open = await gates.duckdb("select * from orders", { allowSchemas: ["main"] });
    const closed = await gates.duckdb("select * from orders", { allowSchemas: ["shop"] });
    const byDatabase = await gates.duckdb("select * from bikes.orders", { denySchemas: ["main"] });

    expect([open.kind, closed.kind, byDatabase.kind]).toEqual(["allow", "refused", "refused"]);
  });

  test("in Postgres a quoted schema is another one", async () => {
    const verdict = await gates.postgres('select * from "Shop".orders', { allowSchemas: ["shop"] });

    expect(verdict.kind).toBe("refused");
  });
});

describe.each(dialects)("the catalogue in %s", (dialect) => {
  test.each([
    "select table_name from information_schema.tables",
    "select column_name, data_type from information_schema.columns",
  ])("is open where no schema is closed: %s", async (sql) => {
    expect(await gates[dialect](sql)).toMatchObject({ kind: "allow" });
    expect(await gates[dialect](sql, { allowSchemas: ["shop"] })).toMatchObject({
      kind: "refused",
    });
  });

  test.each([
    "select view_definition from information_schema.views",
    "select * from pg_catalog.pg_settings",
    "select * from pg_settings",
    "select * from pg_catalog.pg_attribute",
  ])("is closed further in: %s", async (sql) => {
    expect(await gates[dialect](sql)).toMatchObject({ kind: "refused" });
  });
});

test.each(dialects)("a statement nested without end is refused by the %s gate", async (dialect) => {
  const sums = await gates[dialect](`select 1${"+1".repeat(9_000)}`);
  const queries = await gates[dialect](
    `select * from ${"(select * from ".repeat(900)}t${") q".repeat(900)}`,
  );

  expect([sums.kind, queries.kind]).toEqual(["refused", "refused"]);
});

test.each([
  ["", "the text is empty"],
  [" \n\t", "the text is empty"],
  [`select '${"x".repeat(100_000)}'`, "the limit is 100000"],
  ["select 1\u0000; drop table t", "U+0000"],
  ["select\u00a01", "U+00A0"],
  ["\ufeffselect 1", "U+FEFF"],
  ["select 'a\u202eb'", "U+202E"],
  ["select 'a\u{e0041}b'", "U+E0041"],
  ["select '\ud800'", "U+D800"],
])("the text %j is refused before it is parsed", async (sql, reason) => {
  for (const dialect of dialects) {
    expect(await gates[dialect](sql)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining(reason),
    });
  }
});

test("letters of every language and line ends of every system are text", async () => {
  const sql = "select 'Zürich, 東京, привет, 😀'\r\n\tas \"Stadt\"";

  for (const dialect of dialects) expect((await gates[dialect](sql)).kind).toBe("allow");
});
