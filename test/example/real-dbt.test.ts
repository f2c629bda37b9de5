import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { generate } from "../../examples/bike-shop/generate.ts";
import { runBuster } from "../cli/run-buster.ts";
import { findDbt, machine } from "../machine.ts";

/** What `buster run --json` says of a commit. */
const Answer = z.object({
  effects: z.array(
    z.object({ changes: z.array(z.object({ path: z.string(), content: z.string() })) }),
  ),
});
const Manifest = z.object({
  nodes: z.record(
    z.string(),
    z.object({
      description: z.string(),
      columns: z.record(z.string(), z.object({ description: z.string() })),
    }),
  ),
});

describe.skipIf(!machine.dbt)("the example with real dbt (needs dbt)", () => {
  let project: string;
  beforeAll(async () => {
    project = mkdtempSync(join(tmpdir(), "buster-test-dbt-"));
    const example = new URL("../../examples/bike-shop/", import.meta.url).pathname;
    for (const name of ["dbt_project.yml", "profiles.yml", "buster.yml", "models", "seeds"]) {
      cpSync(join(example, name), join(project, name), { recursive: true });
    }
    cpSync(join(example, ".buster"), join(project, ".buster"), { recursive: true });
    await generate({ database: join(project, "bike-shop.duckdb") });
  });
  afterAll(() => rmSync(project, { recursive: true }));

  const dbt = (...args: string[]) =>
    promisify(execFile)(
      findDbt() ?? "",
      ["--no-use-colors", "--no-send-anonymous-usage-stats", ...args, "--profiles-dir", project],
      { cwd: project },
    );

  test("builds, and all of its tests pass", async () => {
    const { stdout } = await dbt("build");

    expect(stdout).toMatch(/Done\. PASS=[1-9]\d* WARN=0 ERROR=0 SKIP=0/);
  }, 120_000);

  test("reads what docs-updater proposes for every mart, as it was meant", async () => {
    const marts = ["fct_orders", "fct_order_items", "dim_customers", "dim_products"];
    const paths = marts.map((name) => `models/marts/${name}.sql`).join(",");
    const ran = await runBuster(
      ["run", "docs-updater", "--repo", project, "--changed-files", paths, "--dry-run", "--json"],
      { cwd: project },
    );
    const changes = Answer.parse(JSON.parse(ran.out)).effects.flatMap((effect) => effect.changes);
    for (const { path, content } of changes) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), content);
    }

    await dbt("parse", "--warn-error");

    const manifest = readFileSync(join(project, "target", "manifest.json"), "utf8");
    const { nodes } = Manifest.parse(JSON.parse(manifest));
    expect(changes.length).toBeGreaterThan(0);
    for (const name of marts) {
      const node = nodes[`model.bike_shop.${name}`];
      expect(node?.description, name).not.toBe("");
      expect(Object.keys(node?.columns ?? {}).length, name).toBeGreaterThan(3);
    }
  }, 120_000);

  test("reads the documentation of the whole project without a warning, builds, and every sentence holds", async () => {
    const ran = await runBuster(["document", "--project", project]);
    await dbt("parse", "--warn-error");
    const { stdout } = await dbt("build");
    const verified = await runBuster(["docs", "verify", "--project", project]);

    const manifest = readFileSync(join(project, "target", "manifest.json"), "utf8");
    const { nodes } = Manifest.parse(JSON.parse(manifest));
    expect(ran.code).toBe(0);
    expect(stdout).toMatch(/Done\. PASS=[1-9]\d* WARN=0 ERROR=0 SKIP=0/);
    expect(verified.code).toBe(0);
    const models = Object.entries(nodes).filter(([id]) => id.startsWith("model."));
    expect(models.length).toBeGreaterThan(10);
    for (const [id, { description, columns }] of models) {
      expect(description, id).not.toBe("");
      for (const [name, column] of Object.entries(columns)) {
        expect(column.description, `${id}.${name}`).not.toBe("");
      }
    }
  }, 120_000);
});
