import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aDocumentation, orders } from "../documentation/a-documentation.ts";

const facts = ".buster/facts/orders.json";

async function aShop() {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();
  return shop;
}

/** The line of a fact file that has a fact of this metric, with another query. */
function withQuery(text: string, metric: string, query: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.includes(`"metric":"${metric}"`));
  const line = lines[at] ?? "";
  lines[at] = line.replace(/"query":"(?:[^"\\]|\\.)*"/, () => `"query":${JSON.stringify(query)}`);
  return lines.join("\n");
}

test("a query that somebody put into a fact file is not run, and its sentences are named", async () => {
  const shop = await aShop();
  const text = shop.read(facts);
  shop.put(facts, withQuery(text, "row_count", "select error('it was run')"));

  const { drifted, problems } = await shop.verify();

  expect(problems).toEqual([]);
  expect(drifted.length).toBeGreaterThan(0);
  for (const { now, reason } of drifted) {
    expect({ now, reason }).toEqual({ now: null, reason: "its query is not one of ours" });
  }
}, 60_000);

test("a number that the data does not have is not proved by a query that says it", async () => {
  const shop = await aShop();
  const lie = withQuery(shop.read(facts), "row_count", "select 9999").replace(
    /("metric":"row_count","value":)1000/,
    "$19999",
  );
  shop.put(facts, lie);
  shop.put("models/orders.yml", shop.read("models/orders.yml").replaceAll("1,000", "9,999"));

  const { drifted } = await shop.verify();

  expect(drifted.some(({ sentence }) => sentence.includes("9,999"))).toBe(true);
}, 60_000);

test("a fact file that cannot be read, or leads out of the project, is named with what to do", async () => {
  const shop = await aShop();
  const text = shop.read(facts);

  shop.put(facts, `<<<<<<< ours\n${text}`);
  const broken = await shop.verify();
  shop.put(facts, text.replace('"path": "models/orders.yml"', '"path": "../../.ssh/config.yml"'));
  const outside = await shop.verify();

  expect(broken.problems).toEqual([expect.stringMatching(/orders\.json: .*; restore the file/)]);
  expect(outside.problems).toEqual([expect.stringMatching(/is not inside the project/)]);
}, 60_000);

test("without facts nothing is checked, and that is no success", async () => {
  const shop = await aShop();
  rmSync(join(shop.directory, ".buster"), { recursive: true });

  const { checked, problems } = await shop.verify();

  expect(checked).toBe(0);
  expect(problems).toEqual([expect.stringContaining("run buster document")]);
}, 60_000);

test("a model with other SQL than when it was measured is stale, and its sentences may hold", async () => {
  const shop = await aShop();
  shop.put("models/orders.sql", `${orders.files["models/orders.sql"]}-- changed\n`);

  const { drifted, stale, problems, notes } = await shop.verify();

  expect(stale).toEqual(["orders"]);
  expect(notes).toEqual([expect.stringContaining("the SQL of orders changed")]);
  expect({ drifted, problems }).toEqual({ drifted: [], problems: [] });
}, 60_000);

test("a sentence with several facts that drifted is one", async () => {
  const shop = await aShop();
  await shop.run(["update orders set amount = amount * 3 + 1"]);

  const { checked, drifted } = await shop.verify();

  const sentences = drifted.map(({ column, sentence }) => `${column}: ${sentence}`);
  expect(new Set(sentences).size).toBe(drifted.length);
  expect(drifted.length).toBeLessThanOrEqual(checked);
  expect(drifted.some(({ others = [] }) => others.length > 0)).toBe(true);
}, 60_000);
