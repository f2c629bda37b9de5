import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readFactFile } from "#runner/facts/read-fact-file.ts";
import { loadIntoDuckDb, loadIntoPostgres } from "../adventureworks/load-tables.ts";
import { type Target, writeProject } from "../adventureworks/write-project.ts";
import { runBuster } from "../cli/run-buster.ts";
import { startPostgres } from "../fresh-database.ts";
import { machine } from "../machine.ts";

const Answer = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      columns: z.number(),
      described: z.number(),
      relationships: z.array(
        z.object({
          column: z.string(),
          to: z.string(),
          to_column: z.string(),
          cardinality: z.enum(["many-to-one", "one-to-one"]),
          coverage: z.number(),
        }),
      ),
      leftOut: z.array(z.unknown()),
      contradictions: z.array(z.string()),
    }),
  ),
  totals: z.object({ failed: z.number(), models: z.number() }),
});
const Verified = z.object({ checked: z.number(), drifted: z.array(z.unknown()) });

const made = mkdtempSync(join(tmpdir(), "buster-test-adventureworks-"));
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Documents the 15 tables as anybody would, and asks again. */
async function documented(name: string, target: (directory: string) => Promise<Target>) {
  const directory = mkdtempSync(join(made, `${name}-`));
  await writeProject(directory, await target(directory));
  const source = ["--project", directory, "--select", "source:adventureworks"];
  const ran = await runBuster(["document", ...source, "--json"]);
  const verified = await runBuster(["docs", "verify", ...source, "--json"]);
  return {
    directory,
    code: ran.code,
    answer: Answer.parse(JSON.parse(ran.out)),
    verified: { code: verified.code, ...Verified.parse(JSON.parse(verified.out)) },
  };
}

/** Facts that every engine has to find the same: subject, metric and argument → value. */
function exactFacts(directory: string): Map<string, unknown> {
  const facts = new Map<string, unknown>();
  for (const name of readdirSync(join(directory, ".buster/facts"))) {
    const file = readFactFile(readFileSync(join(directory, ".buster/facts", name), "utf8"));
    if ("problem" in file) throw new Error(`${name}: ${file.problem}`);
    for (const { subject, metric, argument = "", value, method } of file.facts) {
      // Of the moment in which it was asked.
      if (method === "exact" && metric !== "freshness_seconds") {
        facts.set(`${subject} ${metric} ${argument}`, value);
      }
    }
  }
  return facts;
}

/** Engines add doubles up in different orders: a mean's last digits are nobody's. */
function agree(key: string, here: unknown, there: unknown): boolean {
  const isSum = / (?:mean|stddev|mean_length) $/.test(key);
  if (!isSum || typeof here !== "number" || typeof there !== "number") return here === there;
  return Math.abs(here - there) <= 1e-9 * Math.max(Math.abs(here), Math.abs(there));
}

type Documented = Awaited<ReturnType<typeof documented>>;

let shop: Documented;
beforeAll(async () => {
  shop = await documented("duckdb", async (directory) => {
    const path = join(directory, "shop.duckdb");
    await loadIntoDuckDb(path);
    return { kind: "duckdb", path };
  });
}, 120_000);

describe("AdventureWorks on DuckDB", () => {
  test("every table and column is documented, and nothing contradicts itself", () => {
    const { answer, code } = shop;

    expect(code).toBe(0);
    expect(answer.totals).toEqual({ failed: 0, models: 15 });
    for (const { name, columns, described, status, contradictions } of answer.models) {
      expect({ name, described, status, contradictions }).toEqual({
        name,
        described: columns,
        status: "documented",
        contradictions: [],
      });
    }
  });

  test("the checker leaves nothing of the built-in writer out", () => {
    expect(shop.answer.models.flatMap(({ leftOut }) => leftOut)).toEqual([]);
  });

  test("asked again, every sentence holds", () => {
    expect(shop.verified).toMatchObject({ code: 0, drifted: [] });
    expect(shop.verified.checked).toBeGreaterThan(300);
  });

  test("a relationship that is only partly covered says so", () => {
    const lines = shop.answer.models.find(({ name }) => name === "adventureworks.salesorderdetail");

    const header = lines?.relationships.find(({ column }) => column === "salesorderid");
    expect(header).toMatchObject({
      to: "adventureworks.salesorderheader",
      to_column: "salesorderid",
      cardinality: "many-to-one",
    });
    // 41 of 5,716 lines belong to orders that the sample does not have.
    expect(header?.coverage).toBeCloseTo(5675 / 5716, 12);
  });
});

describe.skipIf(!machine.postgres)("AdventureWorks on Postgres (needs Postgres)", () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  let other: Documented;
  beforeAll(async () => {
    server = await startPostgres();
    const url = server?.url ?? "";
    other = await documented("postgres", async () => {
      await loadIntoPostgres(url);
      return { kind: "postgres", url };
    });
  }, 120_000);
  afterAll(() => server?.stop());

  test("both engines give the same facts where the method is exact", () => {
    const [here, there] = [exactFacts(shop.directory), exactFacts(other.directory)];
    const different = [...new Set([...here.keys(), ...there.keys()])].flatMap((key) =>
      agree(key, here.get(key), there.get(key))
        ? []
        : [{ key, duckdb: here.get(key), postgres: there.get(key) }],
    );

    expect(different).toEqual([]);
    expect(here.size).toBeGreaterThan(1000);
  });

  test("every table and column is documented there too, and holds", () => {
    expect(other.answer.totals).toEqual({ failed: 0, models: 15 });
    expect(other.verified).toMatchObject({ code: 0, drifted: [] });
  });
});
