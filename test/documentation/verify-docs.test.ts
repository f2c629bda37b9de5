import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { aDocumentation, orders } from "./a-documentation.ts";

/** Lines of the second text that the first does not have at that place; both have as many. */
function changedLines(before: string, after: string): string[] {
  const old = before.split("\n");
  const now = after.split("\n");
  expect(now).toHaveLength(old.length);
  return now.filter((line, index) => line !== old[index]);
}

const measured = Array.from({ length: 30 }, (_, index) => `reading_${index + 1}`);
const gauges = {
  files: { "models/gauges.sql": "select * from raw.gauges\n" },
  statements: [
    `create table gauges as select i as gauge_id, ${measured
      .map((name, index) => `(i * ${index + 3}) % ${200 + index} as ${name}`)
      .join(", ")} from range(1, 2001) t(i)`,
  ],
};

test("nothing has drifted as long as the data stays", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();

  const { checked, drifted } = await shop.verify();

  expect(checked).toBeGreaterThan(15);
  expect(drifted).toEqual([]);
});

test("changed data under twenty facts: exactly those sentences are named, and mending changes nothing else", async () => {
  const shop = await aDocumentation(gauges.files, gauges.statements);
  await shop.document();
  const before = shop.read("models/gauges.yml");
  const touched = measured.slice(0, 20);

  await shop.run([
    `update gauges set ${touched.map((name) => `${name} = 90001`).join(", ")} where gauge_id = 7`,
  ]);
  const { drifted } = await shop.verify();
  const mended = await shop.verify(true);
  const after = shop.read("models/gauges.yml");
  const again = await shop.verify();

  const ofColumns = drifted.filter(({ column }) => column !== null);
  expect(new Set(ofColumns.map(({ column }) => column))).toEqual(new Set(touched));
  for (const { column, sentence } of drifted) {
    if (column === null)
      expect(
        touched.some((name) => sentence.includes(name)),
        sentence,
      ).toBe(true);
  }
  const [largest] = ofColumns.filter(({ column }) => column === "reading_1");
  expect(largest?.sentence).toContain("199");
  const sentences = new Set(drifted.map(({ column, sentence }) => `${column} ${sentence}`));
  expect(mended.left).toEqual([]);
  expect(mended.fixed).toMatchObject([{ path: "models/gauges.yml", sentences: sentences.size }]);
  const changed = changedLines(before, after);
  expect(changed.length).toBeLessThanOrEqual(sentences.size);
  for (const line of changed) expect(line).toMatch(/90,?001/);
  expect(again.drifted).toEqual([]);
}, 60_000);

test("a claim that is not true any more is put right, and comments and people's words stay", async () => {
  const theirs = `version: 2
# the orders of the shop
models:
  - name: orders
    columns:
      - name: amount  # in euros
        description: What was paid. People like it.
`;
  const shop = await aDocumentation(
    { ...orders.files, "models/orders.yml": theirs },
    orders.statements,
  );
  await shop.document();
  const before = shop.read("models/orders.yml");
  const keyOf = (text: string): string =>
    parse(text).models[0].columns.find(({ name }: { name: string }) => name === "order_id")
      .description;

  await shop.run(["insert into orders select * from orders where order_id <= 10"]);
  const { drifted } = await shop.verify(true);
  const after = shop.read("models/orders.yml");

  expect(keyOf(before)).toContain("Unique and never null.");
  expect(drifted.map(({ column }) => column)).toContain("order_id");
  expect(keyOf(after)).not.toContain("Unique and never null.");
  expect(after).toContain("# the orders of the shop");
  expect(after).toContain(
    "      - name: amount  # in euros\n        description: What was paid. People like it.\n",
  );
  expect((await shop.verify()).drifted).toEqual([]);
});

test("a number that somebody changed in the file is named with the one that was measured", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();
  const text = shop.read("models/orders.yml");
  shop.put("models/orders.yml", text.replace("From 0 to 89.90", "From 0 to 99.90"));

  const { drifted } = await shop.verify();

  expect(text).toContain("From 0 to 89.90");
  expect(drifted).toMatchObject([{ model: "orders", column: "amount", was: "99.90", now: 89.9 }]);
});

test("a column that disappeared is told with its reason, and the rest is still checked", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();

  await shop.run(["alter table orders drop column status"]);
  const { checked, drifted } = await shop.verify();

  expect(checked).toBeGreaterThan(10);
  expect(new Set(drifted.map(({ now }) => now))).toEqual(new Set([null]));
  for (const { column, sentence, reason } of drifted) {
    expect(column === "status" || sentence.includes("status"), sentence).toBe(true);
    expect(reason).toMatch(/status/);
  }
});

test("a sentence that a person wrote anew is theirs and is not judged", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();
  const before = await shop.verify();
  const text = shop.read("models/orders.yml");
  shop.put(
    "models/orders.yml",
    text.replace(/From 0 to 89.90[^.]*[^\n]*/, "Amounts are in euros."),
  );

  await shop.run(["update orders set amount = amount * 3"]);
  const { checked, drifted } = await shop.verify();

  expect(checked).toBeLessThan(before.checked);
  expect(drifted.filter(({ column }) => column === "amount")).toEqual([]);
});

test("what is described and has no facts is named, whoever lost them", async () => {
  const shop = await aDocumentation(orders.files, orders.statements);
  await shop.document();
  rmSync(join(shop.directory, ".buster/facts/orders.json"));

  const { notes, drifted } = await shop.verify();

  expect(drifted).toEqual([]);
  expect(notes).toEqual(["without facts, so not checked: orders"]);
});
