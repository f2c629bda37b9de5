import { expect, test } from "vitest";
import { limitMemory } from "#runner/sql-analysis/limit-memory.ts";
import { anAnalyst, told } from "./an-analyst.ts";

const plain = "select id from {{ ref('orders') }}";
const ask = (analyst: ReturnType<typeof anAnalyst>, sql: string) =>
  analyst.lineage({ name: "m", sql, dialect: "duckdb", columns: new Map() });
const wide = (count: number) =>
  `select ${Array.from({ length: count }, (_, index) => `a${index} as b`).join(", ")} from x`;

test("a statement that takes too long is unknown, and the next one is read", async () => {
  const analyst = anAnalyst({ timeoutMs: 1_000 });
  await ask(analyst, plain);
  const start = performance.now();

  const lineage = await ask(analyst, wide(60_000));

  expect(lineage).toEqual({ kind: "unknown", reason: "its SQL could not be read within 1 s" });
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(told(await ask(analyst, plain))).toEqual(["id passthrough of orders.id"]);
});

test("a statement that takes too much memory is unknown, and the next one is read", async () => {
  const analyst = anAnalyst({ maxMemoryMb: 90 });

  const lineage = await ask(analyst, wide(60_000));

  expect(lineage.kind === "unknown" && lineage.reason).toContain("memory");
  expect(told(await ask(analyst, plain))).toEqual(["id passthrough of orders.id"]);
});

test.each([
  [
    "parentheses within parentheses",
    `select ${"(".repeat(50_000)}a${")".repeat(50_000)} as x from y`,
  ],
  [
    "subqueries within subqueries",
    `${"select * from (".repeat(500)}select 1 as a${")".repeat(500)}`,
  ],
  [
    "a wide UNION ALL of a thousand branches",
    Array.from({ length: 1_000 }, () => wide(100)).join(" union all "),
  ],
  ["a sum of tens of thousands", `select ${"a + ".repeat(30_000)}a as x from y`],
  [
    "columns that double with every CTE",
    `with c0 as (select a, b from {{ ref('x') }}), ${Array.from({ length: 40 }, (_, at) => `c${at + 1} as (select l.*, r.* from c${at} l join c${at} r on true)`).join(", ")} select * from c40`,
  ],
])("%s are unknown with a reason, and harm nobody", async (_, sql) => {
  const analyst = anAnalyst();

  const lineage = await ask(analyst, sql);

  expect(lineage.kind === "unknown" && lineage.reason.length > 0).toBe(true);
  expect(told(await ask(analyst, plain))).toEqual(["id passthrough of orders.id"]);
});

test("what was read before is not read again", async () => {
  const cache = new Map();
  const analyst = anAnalyst({ cache });
  const first = await ask(analyst, plain);

  const second = await ask(analyst, plain);

  expect(cache.size).toBe(1);
  expect(second).toBe(first);
});

test("whoever asks a closed analyst, or one that closes, is answered", async () => {
  const analyst = anAnalyst();
  const waiting = [ask(analyst, plain), ask(analyst, `${plain} where id > 1`)];

  await analyst.close();

  const answers = await Promise.all([...waiting, ask(analyst, plain)]);
  expect(answers.map(({ kind }) => kind)).toEqual(["unknown", "unknown", "unknown"]);
});

test("a module without a memory cannot be limited, which is said", () => {
  const empty = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

  expect(() => limitMemory(empty, 64)).toThrow("its module has none");
});

test("a module keeps everything but its memory, which gets a limit", () => {
  // (module (memory (export "m") 1))
  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const exports = [7, 5, 1, 1, 0x6d, 2, 0];

  const limited = limitMemory(Uint8Array.from([...head, 5, 3, 1, 0, 1, ...exports]), 64);

  // 1,024 pages of 64 KiB are 64 MB.
  expect([...limited]).toEqual([...head, 5, 5, 1, 1, 1, 0x80, 0x08, ...exports]);
});
