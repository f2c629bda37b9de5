import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openProjectFiles } from "#runner/checkout/open-project-files.ts";
import { documentProject } from "#runner/documentation/document-project.ts";
import { createMemoryNotebook } from "#runner/documentation/notebook.ts";
import { readProjectFiles } from "#runner/documentation/read-project-files.ts";
import { openSqlAnalyst } from "#runner/sql-analysis/open-sql-analyst.ts";
import { openDuckDb } from "#runner/warehouse/open-duckdb.ts";
import { assemble } from "#runner/writing/assemble.ts";
import type { Brief } from "#runner/writing/brief.ts";
import { createBuiltInWriter, writeStatements } from "#runner/writing/create-built-in-writer.ts";
import { generate } from "../../examples/bike-shop/generate.ts";
import { loadIntoDuckDb } from "../adventureworks/load-tables.ts";
import { silentLog } from "../workshop/silent-log.ts";

const analyst = openSqlAnalyst({ log: silentLog });
const directory = await mkdtemp(join(tmpdir(), "buster-test-golden-"));
afterAll(async () => {
  await analyst.close();
  await rm(directory, { recursive: true, force: true });
});

/** The texts of one node as the whole flow writes them, but for the property file. */
async function textsOf(project: string, database: string, select: string, name: string) {
  const briefs = new Map<string, Brief>();
  const built = createBuiltInWriter();
  const files = openProjectFiles({ directory: project });
  const report = await documentProject(
    {
      project: await readProjectFiles(files),
      files,
      openWarehouse: async () => openDuckDb({ path: database, log: silentLog }),
      dialect: "duckdb",
      analyst,
      writer: {
        name: built.name,
        write(brief, refusals) {
          briefs.set(brief.name, brief);
          return built.write(brief, refusals);
        },
      },
      notebook: createMemoryNotebook(),
      clock: { now: () => new Date("2026-11-25T08:00:00Z"), sleep: async () => undefined },
      signal: new AbortController().signal,
      log: silentLog,
      report: () => undefined,
    },
    { select, concurrency: 2, layout: "dbt", dryRun: true, timeoutMs: 60_000 },
  );
  expect(report.models.flatMap(({ leftOut, problems }) => [...leftOut, ...problems])).toEqual([]);
  const brief = briefs.get(name);
  if (brief === undefined) throw new Error(`${name} was not documented`);
  const { description = "", columns, relationships } = assemble(writeStatements(brief), brief);
  return [
    description,
    ...relationships.map(
      (one) => `> ${one.sourceCol} -> ${one.name}.${one.refCol}\n${one.description}`,
    ),
    ...columns.map((column) => {
      const options = (column.options ?? []).map(
        ({ value, description: about }) => `  = ${value}: ${about}`,
      );
      return [`# ${column.name} ${column.dataType}`, column.description, ...options].join("\n");
    }),
  ].join("\n\n");
}

test("the bike shop's orders", async () => {
  const database = join(directory, "bike-shop.duckdb");
  await generate({ database });

  const texts = await textsOf(
    join(import.meta.dirname, "../../examples/bike-shop"),
    database,
    "fct_orders dim_customers stg_stores",
    "fct_orders",
  );

  expect(texts).toMatchInlineSnapshot(`
    "Fact model of orders: stg_orders combined with int_order_items_priced and int_order_payments.

    Purpose: Supports analysis of line_items, units, gross_amount, net_amount, paid_amount and others by channel, status, discount_code and is_first_order over time (ordered_at). Read by dim_customers.

    Contents: One row per order_id. Scale: 4,200 rows as of November 2026. Span: ordered_at from 3 January 2023 to 31 December 2024.

    Lineage: Starts from stg_orders; left-joins int_order_items_priced (aggregated by order_id) and int_order_payments. Computed here: line_items, units, gross_amount, net_amount and is_first_order.

    Patterns:
    - Rows per customer_id: 3 at the median, 15 at the 95th percentile, 38 at most.
    - channel: 'store' makes up 58% of the rows, 'web' 37%.
    - status: 'completed' makes up 89% of the rows, 'returned' 5%.
    - line_items: 1 in 56% of the rows; the 95th percentile is 4, the maximum 6.
    - units: 1 in 38% of the rows; the 95th percentile is 8, the maximum 31.
    - gross_amount: a long tail of large values: median 100.90, mean 368.62, 95th percentile 1,688.74, maximum 7,235.70.
    - paid_amount: a long tail of large values: median 95.86, mean 342.46, 95th percentile 1,639.90, maximum 7,235.70.
    - refunded_amount: zero in 95% of the rows; the maximum is 4,890.15.
    - Nulls, by share of the rows: discount_code 91%, shipped_at 60%, store_id 37%, customer_id 9%, is_first_order 9%.

    Usage Guidance: Add up line_items, units, gross_amount, net_amount, paid_amount and refunded_amount. Use ordered_at for analysis over time. is_first_order is null in 9% of the rows: a filter on it and one on its negation both miss those.

    Critical Context:
    - line_items: number of rows of int_order_items_priced, per order_id.
    - units: sum of quantity of int_order_items_priced, per order_id.
    - gross_amount: sum of gross_amount of int_order_items_priced, per order_id.
    - net_amount: sum of net_amount of int_order_items_priced, per order_id.
    - paid_amount: \`0\` stands for null, as where int_order_payments lacks the row.

    > customer_id -> dim_customers.customer_id
    Business relationship: An order refers to its customer, a row of dim_customers: customer_id is the customer_id of that row. Declared by a test or a constraint of the project.
    Join considerations: A left join on customer_id = dim_customers.customer_id keeps the number of rows; an inner join drops rows, because customer_id is null in 9% of the rows.
    Coverage: 100% of the rows that have a value match dim_customers; no orphans. 68% of the customer_id values of dim_customers occur here.
    Cardinality notes: Many-to-one from here to dim_customers. Rows here per customer_id: 3 at the median, 15 at the 95th percentile, 38 at most; a join from dim_customers repeats its rows as often.

    > store_id -> stg_stores.store_id
    Business relationship: An order refers to its store, a row of stg_stores: store_id is the store_id of that row. Not declared in the project: found by name and values.
    Join considerations: A left join on store_id = stg_stores.store_id keeps the number of rows; an inner join drops rows, because store_id is null in 37% of the rows.
    Coverage: 100% of the rows that have a value match stg_stores; no orphans. 100% of the store_id values of stg_stores occur here.
    Cardinality notes: Many-to-one from here to stg_stores. Rows here per store_id: 533 at the median, 547 at most; a join from stg_stores repeats its rows as often.

    # order_id BIGINT
    Key of the order.
    Unique and never null. From 50,001 to 54,200.

    # customer_id INTEGER
    Refers to dim_customers. From customer_id of shop.orders, by way of stg_orders.
    Null in 9% of the rows. 821 distinct values.

    # store_id INTEGER
    Refers to stg_stores. From store_id of shop.orders, by way of stg_orders.
    Null in 37% of the rows. 5 distinct values.

    # channel VARCHAR
    From channel of shop.orders, by way of stg_orders.
    Never null. 'store' in 58% of the rows, 'web' in 37%, 'phone' in 5%.
      = store: 58% of the rows.
      = web: 37% of the rows.
      = phone: 5% of the rows.

    # status VARCHAR
    From status of shop.orders, by way of stg_orders.
    Never null. 5 values; the most frequent is 'completed' with 89% of the rows.
      = completed: 89% of the rows.
      = returned: 5% of the rows.
      = cancelled: 5% of the rows.
      = shipped: 0.3% of the rows.
      = placed: 0.1% of the rows.

    # discount_code VARCHAR
    From discount_code of shop.orders, by way of stg_orders.
    Null in 91% of the rows. 'WELCOME5' in 6% of the rows, 'SPRING10' in 3%, 'BLACKFRIDAY' in 0.3%.
      = WELCOME5: 6% of the rows.
      = SPRING10: 3% of the rows.
      = BLACKFRIDAY: 0.3% of the rows.

    # ordered_at TIMESTAMP
    From ordered_at of shop.orders, by way of stg_orders.
    Never null. From 3 January 2023 to 31 December 2024, as of November 2026.

    # shipped_at TIMESTAMP
    From shipped_at of shop.orders, by way of stg_orders.
    Null in 60% of the rows; the other values are unique. From 6 January 2023 to 31 December 2024, as of November 2026.

    # order_date DATE
    From ordered_at of stg_orders, as \`CAST(orders.ordered_at AS DATE)\`.
    Never null. From 3 January 2023 to 31 December 2024, as of November 2026.

    # line_items INTEGER
    Number of rows of int_order_items_priced, per order_id.
    Never null. From 1 to 6, median 1, mean 1.76; the 95th percentile is 4.

    # units INTEGER
    Sum of quantity of int_order_items_priced, per order_id.
    Never null. From 1 to 31, median 2, mean 3; the 95th percentile is 8.

    # gross_amount DECIMAL(12,2)
    Sum of gross_amount of int_order_items_priced, per order_id.
    Never null. From 5.61 to 7,235.70, median 100.90, mean 368.62; the 95th percentile is 1,688.74.
    For a typical value take the median: large values pull the mean up.

    # net_amount DECIMAL(12,2)
    Sum of net_amount of int_order_items_priced, per order_id.
    Never null. From 5.61 to 7,235.70, median 100.90, mean 366.59; the 95th percentile is 1,688.74.
    For a typical value take the median: large values pull the mean up.

    # paid_amount DECIMAL(12,2)
    Aggregated in int_order_payments as \`SUM(CASE WHEN is_refund THEN 0 ELSE amount END)\`; null becomes \`0\`.
    Never null. From 0 to 7,235.70, median 95.86, mean 342.46; the 95th percentile is 1,639.90.
    For a typical value take the median: large values pull the mean up.

    # refunded_amount DECIMAL(12,2)
    Aggregated in int_order_payments as \`SUM(CASE WHEN is_refund THEN -amount ELSE 0 END)\`; null becomes \`0\`.
    Never null. From 0 to 4,890.15, median 0, mean 15.82; the 95th percentile is 17.90.
    Watch out for: Zero in 95% of the rows.

    # is_first_order BOOLEAN
    Computed as \`CASE WHEN orders.customer_id IS NOT NULL THEN ROW_NUMBER() OVER (PARTITION BY orders.customer_id ORDER BY orders.ordered_at, orders.order_id) = 1 END\`, from stg_orders.
    Null in 9% of the rows. True in 20% of the rows."
  `);
});

test("order lines of AdventureWorks, of which nobody wrote anything", async () => {
  const database = join(directory, "shop.duckdb");
  await loadIntoDuckDb(database);

  const texts = await textsOf(
    join(import.meta.dirname, "../adventureworks/project"),
    database,
    "source:adventureworks",
    "adventureworks.salesorderdetail",
  );

  expect(texts).toMatchInlineSnapshot(`
    "Table salesorderdetail of the source adventureworks, loaded from outside of this project.

    Purpose: Read by stg_order_lines.

    Contents: One row per salesorderdetailid. Scale: about 5,700 rows as of November 2026.

    Patterns:
    - Rows per salesorderid, among those that have a row in adventureworks.salesorderheader: 1 at the median, 20 at the 95th percentile, 35 at most.
    - orderqty: 1 in 47% of the rows; the 95th percentile is 6, the maximum 26.
    - unitpricediscount: zero in 99.4% of the rows; the maximum is 0.1.

    Usage Guidance: Several rows may share one salesorderid: to count those use count(distinct salesorderid). Add up orderqty. Average unitprice and unitpricediscount rather than adding them up.

    Critical Context:
    - Each of salesorderdetailid and rowguid identifies a row alone.
    - salesorderid: 0.7% of the values that are not null are missing in adventureworks.salesorderheader.

    > salesorderid -> adventureworks.salesorderheader.salesorderid
    Business relationship: A row of adventureworks.salesorderdetail refers to a row of adventureworks.salesorderheader: salesorderid is the salesorderid of that row. Not declared in the project: found by name and values.
    Join considerations: A left join on salesorderid = adventureworks.salesorderheader.salesorderid keeps the number of rows; an inner join drops rows, because 0.7% of the rows are without a match.
    Coverage: 99.3% of the rows match adventureworks.salesorderheader; 41 rows are without a parent. 100% of the salesorderid values of adventureworks.salesorderheader occur here.
    Cardinality notes: Many-to-one from here to adventureworks.salesorderheader. Rows here per salesorderid, among those that have a row in adventureworks.salesorderheader: 1 at the median, 20 at the 95th percentile, 35 at most; a join from adventureworks.salesorderheader repeats its rows as often.

    > productid -> adventureworks.product.productid
    Business relationship: A row of adventureworks.salesorderdetail refers to a row of adventureworks.product: productid is the productid of that row. Not declared in the project: found by name and values.
    Join considerations: A join on productid = adventureworks.product.productid keeps the number of rows, inner or left.
    Coverage: 100% of the rows match adventureworks.product; no orphans. 12% of the productid values of adventureworks.product occur here.
    Cardinality notes: Many-to-one from here to adventureworks.product. Rows here per productid: 97 at the median, 188 at the 95th percentile, 265 at most; a join from adventureworks.product repeats its rows as often.

    # salesorderid INTEGER
    Refers to adventureworks.salesorderheader.
    Never null. About 1,600 distinct values.

    # orderqty INTEGER
    Never null. From 1 to 26, median 2, mean 2.25; the 95th percentile is 6.

    # salesorderdetailid INTEGER
    Key of this relation.
    Unique and never null. From 1 to 5716.

    # unitprice DECIMAL(18,4)
    Never null. From 4.75 to 3,578.27, median 699.10, mean 1,258.66; the 95th percentile is 3,578.27.

    # specialofferid INTEGER
    Never null. 4 distinct values.

    # modifieddate TIMESTAMP
    Never null. From 31 May 2011 to 31 December 2011, as of November 2026.

    # rowguid VARCHAR
    Unique and never null.

    # productid INTEGER
    Refers to adventureworks.product.
    Never null. 60 distinct values.

    # unitpricediscount DECIMAL(18,4)
    Never null. 0 in 99.4% of the rows, 0.02 in 0.5%, 0.05 in 0.1%, 0.1 in 0.02%."
  `);
});
