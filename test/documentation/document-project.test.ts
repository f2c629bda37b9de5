import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { createMemoryNotebook } from "#runner/documentation/notebook.ts";
import { readFactFile } from "#runner/facts/read-fact-file.ts";
import type { Writer } from "#runner/ports/writer.ts";
import { WorldFailure } from "#runner/ports.ts";
import { createBuiltInWriter } from "#runner/writing/create-built-in-writer.ts";
import { aDocumentation, orders } from "./a-documentation.ts";

test("every model and column is described from facts, and a second start changes nothing", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);

  const first = await shop.document();
  const text = shop.read("models/orders.yml");
  const facts = shop.read(".buster/facts/orders.json");
  const second = await shop.document();

  expect(first.totals).toMatchObject({
    models: 2,
    documented: 2,
    failed: 0,
    columns: 8,
    described: 8,
  });
  const [model] = parse(text).models;
  expect(model.description).toContain("one row per order_id".replace("one", "One"));
  expect(model.columns.map(({ name }: { name: string }) => name)).toEqual([
    "order_id",
    "customer_id",
    "status",
    "amount",
    "ordered_at",
  ]);
  expect(second.totals).toMatchObject({ documented: 0, unchanged: 2 });
  expect(second.files).toEqual([]);
  expect(shop.read("models/orders.yml")).toBe(text);
  expect(shop.read(".buster/facts/orders.json")).toBe(facts);
});

test("what people wrote is kept, and what a fact disproves is said", async () => {
  const theirs =
    "version: 2\nmodels:\n  - name: orders\n    columns:\n      - name: customer_id\n        description: Who ordered. Unique.\n";
  const shop = await aDocumentation(
    { ...orders.files, "models/orders.yml": theirs },
    orders.statements,
  );

  const { models } = await shop.document();

  const [model] = parse(shop.read("models/orders.yml")).models;
  const found = models.find(({ name }) => name === "orders");
  expect(model.columns[0]).toMatchObject({
    name: "customer_id",
    description: "Who ordered. Unique.",
  });
  expect(found?.disproved).toMatchObject([
    { column: "customer_id", reason: expect.stringContaining("Unique") },
  ]);
});

test("our own text follows the data; a text that a person changed since is theirs", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();
  const before = shop.read("models/orders.yml");
  const [status] = parse(before).models[0].columns.filter(
    ({ name }: { name: string }) => name === "status",
  );
  shop.put(
    "models/orders.yml",
    before.replace(status.description.split("\n")[0], "Where the order is."),
  );

  await shop.run(["update orders set amount = amount * 10, status = 'paid'"]);
  await shop.document();

  const after = parse(shop.read("models/orders.yml")).models[0].columns;
  const of = (name: string) =>
    after.find((column: { name: string }) => column.name === name).description;
  expect(of("status")).toContain("Where the order is.");
  expect(of("amount")).toContain("899");
});

test("a dry run says what would be written and writes nothing", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);

  const report = await shop.document({}, { dryRun: true });

  expect(report.files).toEqual([
    ".buster/facts/customers.json",
    ".buster/facts/orders.json",
    "models/customers.yml",
    "models/orders.yml",
  ]);
  expect(existsSync(join(shop.directory, "models/orders.yml"))).toBe(false);
  expect(existsSync(join(shop.directory, ".buster"))).toBe(false);
});

test("a selection documents what it means and leaves the rest alone", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);

  const report = await shop.document({}, { select: "orders" });

  expect(report.models.map(({ name }) => name)).toEqual(["orders"]);
  expect(existsSync(join(shop.directory, "models/customers.yml"))).toBe(false);
});

test("a model without a relation is documented from its SQL, and the reason is said", async () => {
  const shop = await aDocumentation(
    {
      ...orders.files,
      "models/returns.sql":
        "select order_id, amount as refund from {{ ref('orders') }} where status = 'returned'\n",
    },
    orders.statements,
  );

  const { models } = await shop.document();

  const returns = models.find(({ name }) => name === "returns");
  expect(returns).toMatchObject({ status: "documented", columns: 2 });
  expect(returns?.problems).toEqual([
    expect.stringMatching(/no relation for returns; looked at main.returns/),
  ]);
  expect(shop.read("models/returns.yml")).toContain("orders");
});

test("without a warehouse nothing is measured and no number is said", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);

  const { models } = await shop.document({ openWarehouse: undefined });

  expect(models.map(({ facts }) => facts)).toEqual([0, 0]);
  expect(models[0]?.problems).toEqual(["no warehouse is configured"]);
});

test("what was measured before stays when it cannot be measured, and goes on as if nothing had been", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();
  const text = shop.read("models/orders.yml");
  const facts = shop.read(".buster/facts/orders.json");

  const without = await shop.document({ openWarehouse: undefined });
  const away = await shop.document({
    openWarehouse: async () => {
      throw new WorldFailure("warehouse-unavailable", "it is locked");
    },
  });
  const again = await shop.document();

  expect(without.totals).toMatchObject({ unchanged: 2, failed: 0 });
  expect(away.totals).toMatchObject({ unchanged: 0, failed: 2 });
  expect(away.models[0]?.problems).toContain("its documentation was left as it is");
  expect(again.totals).toMatchObject({ unchanged: 2, facts: expect.any(Number) });
  expect(shop.read("models/orders.yml")).toBe(text);
  expect(shop.read(".buster/facts/orders.json")).toBe(facts);
});

test("a first documentation without a warehouse is completed by the next one with one", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  const other = await aDocumentation(orders.files, orders.statements);
  await other.document();

  await shop.document({ openWarehouse: undefined });
  await shop.document();

  expect(shop.read("models/orders.yml")).toBe(other.read("models/orders.yml"));
});

test("when fact files are lost, texts of ours are known again", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();
  const facts = shop.read(".buster/facts/orders.json");
  rmSync(join(shop.directory, ".buster"), { recursive: true });
  await shop.run(["update orders set amount = amount + 5000 where order_id = 9"]);

  await shop.document();

  const count = (text: string) => text.match(/"part":/g)?.length;
  expect(count(shop.read(".buster/facts/orders.json"))).toBe(count(facts));
  expect(shop.read("models/orders.yml")).toMatch(/5,0\d\d/);
  expect((await shop.verify()).drifted).toEqual([]);
});

test("sentences of ours in a text that a person changed are still checked", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();
  const text = shop.read("models/orders.yml");
  shop.put(
    "models/orders.yml",
    text.replace("Contents:", "Ask the finance team first.\n\n      Contents:"),
  );
  await shop.document();

  await shop.run(["delete from orders where order_id > 300"]);
  const { drifted } = await shop.verify();
  const { models } = await shop.document();

  expect(drifted.some(({ column, sentence }) => column === null && sentence.includes("rows"))).toBe(
    true,
  );
  const found = models.find(({ name }) => name === "orders");
  expect(found?.disproved.some(({ column }) => column === null)).toBe(true);
  expect(shop.read("models/orders.yml")).toContain("Ask the finance team first.");
});

test("a file that cannot be written fails its own model only", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  mkdirSync(join(shop.directory, "models/orders.yml"));

  const { models } = await shop.document();

  expect(models.find(({ name }) => name === "orders")).toMatchObject({ status: "failed" });
  expect(models.find(({ name }) => name === "customers")).toMatchObject({ status: "documented" });
});

test("files that cannot be read or changed are named, and the others are unharmed", async () => {
  const shop = await aDocumentation(
    {
      ...orders.files,
      "models/broken.sql": "select from where {% if %}\n",
      "models/customers.yml": "models:\n  - name: customers\n   columns: [\n",
    },
    orders.statements,
  );

  const { models, totals } = await shop.document();

  const of = (name: string) => models.find((node) => node.name === name);
  expect(of("orders")).toMatchObject({ status: "documented" });
  expect(of("broken")?.problems.join()).toMatch(/no relation for broken/);
  expect(totals.models).toBe(3);
  expect(shop.read("models/customers.yml")).toBe("models:\n  - name: customers\n   columns: [\n");
});

test("a warehouse that is cut off in the middle fails what it was asked for and nothing else", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  const { openDuckDb } = await import("#runner/warehouse/open-duckdb.ts");
  let cuts = 0;

  const { models } = await shop.document(
    {
      async openWarehouse() {
        const path = join(shop.directory, "shop.duckdb");
        const warehouse = await openDuckDb({
          path,
          log: { debug() {}, info() {}, warn() {}, error() {} },
        });
        return {
          ...warehouse,
          async query(sql, limits) {
            if (sql.includes("customers") && cuts++ === 1) {
              throw new WorldFailure("warehouse-unavailable", "the connection was lost");
            }
            return warehouse.query(sql, limits);
          },
        };
      },
    },
    { concurrency: 1 },
  );

  expect(models.find(({ name }) => name === "customers")).toMatchObject({
    status: "failed",
    problems: ["measuring main.customers: the connection was lost"],
  });
  expect(models.find(({ name }) => name === "orders")).toMatchObject({ status: "documented" });
});

test("a sentence that the facts do not bear out goes back once and is then left out", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  const builtIn: Writer = createBuiltInWriter();
  const asked: string[][] = [];

  const { models } = await shop.document({
    writer: {
      name: "inventive",
      async write(brief, refusals) {
        asked.push(refusals.map(({ statement }) => statement.marked));
        const { statements } = await builtIn.write(brief, [], new AbortController().signal);
        const [rows] = brief.facts.filter(({ metric }) => metric === "row_count");
        const lie = {
          part: "context",
          by: "model",
          marked: `There are 77 {${rows?.id}} rows.`,
        } as const;
        return { statements: refusals.length > 0 ? [lie] : [...statements, lie], cost: undefined };
      },
    },
  });

  expect(asked).toHaveLength(4);
  expect(models[0]?.leftOut).toMatchObject([{ sentence: "There are 77 rows." }]);
  expect(shop.read("models/orders.yml")).not.toContain("77 rows");
});

test("stopped in the middle it keeps what is finished, and goes on without measuring again", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  const notebook = createMemoryNotebook();
  const stop = new AbortController();

  const first = await shop.document(
    {
      notebook,
      signal: stop.signal,
      report: ({ step, done }) => {
        if (step === "writing" && done === 1) stop.abort();
      },
    },
    { concurrency: 1 },
  );
  const second = await shop.document({
    notebook,
    openWarehouse: async () => {
      throw new WorldFailure("warehouse-unavailable", "nobody should have to ask again");
    },
  });

  expect(first).toMatchObject({ stopped: true, totals: { documented: 1 } });
  expect(second.totals).toMatchObject({ documented: 1, unchanged: 1, failed: 0 });
});

test("the facts of a model can be read by anybody, with the query of each", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);

  await shop.document();

  const file = readFactFile(shop.read(".buster/facts/orders.json"));
  if ("problem" in file) throw new Error(file.problem);
  const rows = file.facts.find(({ metric }) => metric === "row_count");
  expect(rows).toMatchObject({
    subject: "orders",
    value: 1000,
    method: "exact",
    query: expect.stringContaining("count(*)"),
  });
  expect(file.statements.length).toBeGreaterThan(5);
});

test("a language model is asked once; a second documentation pays only for sentences that have drifted", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  const builtIn: Writer = createBuiltInWriter();
  const asked: number[] = [];
  const wordy: Writer = {
    name: "wordy",
    async write(brief, refusals, signal) {
      asked.push(refusals.length);
      const { statements } = await builtIn.write(brief, [], signal);
      const cost = { usd: 0.01, inputTokens: 900, outputTokens: 100, turns: 1 };
      return { statements: statements.map((one) => ({ ...one, by: "model" })), cost };
    },
  };

  const first = await shop.document({ writer: wordy });
  const second = await shop.document({ writer: wordy });
  const askedTwice = asked.length;
  await shop.run(["update orders set amount = 4711 where order_id = 5"]);
  await shop.document({ writer: wordy }, { select: "orders" });

  expect(first.totals).toMatchObject({ tokens: 2000, cost_usd: 0.02 });
  expect(second.totals).toMatchObject({ tokens: 0, cost_usd: 0, unchanged: 2 });
  expect(askedTwice).toBe(2);
  expect(asked).toHaveLength(3);
  expect(asked[2]).toBeGreaterThan(0);
  expect(shop.read("models/orders.yml")).toContain("4,711");
});
