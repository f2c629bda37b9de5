import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { probeSandbox } from "#runner/sandbox/probe-sandbox.ts";
import { startDocker } from "../fresh-docker.ts";

const docker = await startDocker();
afterAll(() => docker?.stop());
const bubblewrap = await probeSandbox("bubblewrap");

/** What Buster is given in its environment, and what machines have in theirs. */
const variables = [
  ...["ANTHROPIC_API_KEY", "GITHUB_PRIVATE_KEY", "GITHUB_WEBHOOK_SECRET", "GITHUB_TOKEN"],
  ...["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL", "REDIS_URL"],
  ...["WAREHOUSE_URL", "SNOWFLAKE_PASSWORD", "AWS_SECRET_ACCESS_KEY", "NPM_TOKEN", "SSH_AUTH_SOCK"],
  ...["PGPASSWORD", "BUSTER_SESSION_SECRET", "CANARY"],
];

describe.each([
  ["bubblewrap", !bubblewrap.ok],
  ["docker", docker === undefined],
])("in the %s sandbox", (driver, isMissing) => {
  test.skipIf(isMissing)(
    "nothing of what Buster holds can be found",
    async () => {
      const home = mkdtempSync(join(tmpdir(), "buster-test-canary-"));
      const canary = `canary-${randomUUID()}`;
      const secrets = Object.fromEntries(variables.map((name) => [name, canary]));

      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          fileURLToPath(new URL("./canary-host.ts", import.meta.url)),
          ...[driver, home, docker?.socketPath ?? "", docker?.image ?? ""],
        ],
        { env: { ...process.env, ...secrets } },
      ).finally(() => rmSync(home, { recursive: true, force: true }));
      const { env, before, planted } = JSON.parse(stdout);

      expect(env.value.stdout).not.toContain(canary);
      expect(before.found).toEqual([]);
      expect(before.counts.processes).toBeGreaterThan(1);
      expect(before.counts.files).toBeGreaterThan(3);
      expect(planted.found).toContain("/work/models/planted.sql");
    },
    120_000,
  );
});
