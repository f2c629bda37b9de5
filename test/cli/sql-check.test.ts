import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runBuster } from "./run-buster.ts";

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "buster-sql-"));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function write(lines: readonly (string | Buffer)[]): string {
  const parts = lines.flatMap((line) => [Buffer.from(line), Buffer.from("\n")]);
  writeFileSync(join(cwd, "lines"), Buffer.concat(parts));
  return "lines";
}

const check = (...args: string[]) => runBuster(["sql", "check", ...args], { cwd });
const verdictsOf = (out: string) =>
  out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe.each([
  ["postgres", "select pg_sleep(1)"],
  ["duckdb", "select * from read_text('x')"],
  ["snowflake", "select system$wait(1)"],
])("sql check for %s", (dialect, hostile) => {
  test("says one verdict for each line, text or JSON, in order", async () => {
    const file = write([
      "select 1",
      JSON.stringify({ sql: hostile }),
      "explain select 2",
      "drop table t",
    ]);

    const { code, out, err } = await check("--dialect", dialect, "--json", file);

    expect(verdictsOf(out)).toEqual([
      { verdict: "allow", kind: "select", reason: expect.stringContaining("no catalogue") },
      { verdict: "deny", kind: "function", reason: expect.any(String) },
      { verdict: "allow", kind: "explain", reason: expect.any(String) },
      { verdict: "deny", kind: "not-a-read", reason: expect.any(String) },
    ]);
    expect([code, err]).toEqual([0, ""]);
  });
});

test("a line that is broken is denied and the next one judged", async () => {
  const file = write([
    '{"sql": 5}',
    "{broken",
    "",
    Buffer.from([0xff, 0xfe]),
    `select '${"x".repeat(120_000)}'`,
    `select '${"x".repeat(1_100_000)}'`,
    "select 1",
  ]);

  const { out } = await check("--dialect", "postgres", "--json", file);

  expect(verdictsOf(out).map(({ verdict, kind }) => `${verdict} ${kind}`)).toEqual([
    "deny input",
    "deny input",
    "deny text",
    "deny input",
    "deny text",
    "deny text",
    "allow select",
  ]);
});

test("the exit code tells of a denied line where it is asked for", async () => {
  const file = write(["drop table t"]);

  const asked = await check("--dialect", "postgres", "--exit-code", file);
  const harmless = await check("--dialect", "postgres", "--exit-code", write(["select 1"]));

  expect([asked.code, harmless.code]).toEqual([1, 0]);
  expect(asked.out).toMatch(/^deny +not-a-read +only reading is allowed/);
});

test("wrong use and a missing file are told apart", async () => {
  const unknown = await check("--dialect", "oracle");
  const missing = await check("--dialect", "postgres", "nowhere.sql");

  expect([unknown.code, missing.code]).toEqual([2, 3]);
  expect(missing.err).toContain("sql check: reading nowhere.sql: ENOENT");
});
