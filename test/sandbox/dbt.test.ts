import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { pythonDirectories } from "#runner/sandbox/python-directories.ts";
import { findDbt, machine } from "../machine.ts";

test("a directory without Python is shown alone", () => {
  expect(pythonDirectories(import.meta.dirname)).toEqual([import.meta.dirname]);
});

describe.skipIf(!machine.dbt || !machine.bubblewrap)("real dbt (needs dbt and bubblewrap)", () => {
  let workspace: string;
  beforeAll(() => {
    workspace = mkdtempSync(join(tmpdir(), "buster-test-dbt-"));
    const example = new URL("../../examples/bike-shop/", import.meta.url).pathname;
    for (const name of ["dbt_project.yml", "profiles.yml", "models", "seeds"]) {
      cpSync(join(example, name), join(workspace, name), { recursive: true });
    }
  });
  afterAll(() => rmSync(workspace, { recursive: true }));

  test("reads the example inside the sandbox, from the environment that it was given", async () => {
    const bin = dirname(findDbt() ?? "");
    const sandbox = createBubblewrapSandbox({ readOnly: [dirname(bin)], path: [bin] });
    const signal = AbortSignal.timeout(120_000);
    const hands = await sandbox.open({ directory: workspace, runId: "run-1", signal });

    const answer = await hands.exec(["dbt", "--no-use-colors", "ls", "--profiles-dir", "."], {
      timeoutMs: 100_000,
      env: { DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
    });
    await hands.close();

    expect(answer).toMatchObject({ ok: true, value: { exitCode: 0 } });
    expect(JSON.stringify(answer)).toContain("bike_shop.marts.fct_orders");
  }, 120_000);
});
