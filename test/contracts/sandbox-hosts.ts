import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { processesWith } from "./processes-with.ts";

/** Which driver a Buster of its own is to use, in a process that a test can fill with secrets, or kill. */
export type Driver = { name: "bubblewrap" } | { name: "docker"; socketPath: string; image: string };

/** What Buster is given in its environment, and what machines have in theirs. */
const variables = [
  ...["ANTHROPIC_API_KEY", "GITHUB_PRIVATE_KEY", "GITHUB_WEBHOOK_SECRET", "GITHUB_TOKEN"],
  ...["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL", "REDIS_URL"],
  ...["WAREHOUSE_URL", "SNOWFLAKE_PASSWORD", "AWS_SECRET_ACCESS_KEY", "NPM_TOKEN", "PGPASSWORD"],
  ...["BUSTER_SESSION_SECRET", "CANARY"],
];

/** Waiting for what must come: far more than it takes, less than the test's own patience. */
const soon = { timeout: 20_000, interval: 50 };

/** What a sandbox keeps from its programs, and what becomes of it when Buster is killed. */
export function describeHosts(driver: Driver): void {
  test("nothing of what Buster holds can be found from inside", async () => {
    const home = mkdtempSync(join(tmpdir(), "buster-test-canary-"));
    const canary = `canary-${randomUUID()}`;
    const secrets = Object.fromEntries(variables.map((name) => [name, canary]));
    // A descriptor that nobody marked to be closed, as some supervisors leave them to what they start.
    writeFileSync(join(home, "opened"), canary);
    const descriptor = openSync(join(home, "opened"), "r");

    const host = startHost("canary-host.ts", [driver.name, home, ...whereDockerIs(driver)], {
      env: { ...process.env, ...secrets },
      stdio: ["ignore", "pipe", "inherit", ...Array(97).fill("ignore"), descriptor],
    });
    const said = host.stdout === null ? "" : await text(host.stdout);
    rmSync(home, { recursive: true, force: true });
    const { env, before, planted } = JSON.parse(said);

    expect(env.value.stdout).not.toContain(canary);
    expect(before.found).toEqual([]);
    expect(before.counts.processes).toBeGreaterThan(1);
    expect(before.counts.files).toBeGreaterThan(3);
    // The search itself is tested too: it finds what is there to be found.
    expect(planted.found).toContainEqual(expect.stringMatching(/\/work\/models\/planted.sql$/));
  }, 120_000);

  test("nothing runs on when Buster is killed in the middle of a run", async () => {
    const mark = await killBusyHost(driver);

    await expect.poll(() => processesWith(mark), soon).toEqual([]);
  }, 60_000);
}

/** Kills a Buster with a run in its sandbox, as the kernel would when memory is short. Answers the run's id. */
export async function killBusyHost(driver: Driver): Promise<string> {
  const mark = randomUUID();
  const home = mkdtempSync(join(tmpdir(), "buster-test-busy-"));
  const host = startHost("busy-host.ts", [driver.name, home, mark, ...whereDockerIs(driver)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const isOver = new Promise((resolve) => host.once("exit", resolve));
  await expect.poll(() => processesWith(`: ${mark}`).length, soon).toBeGreaterThan(1);

  host.kill("SIGKILL");
  await isOver;
  rmSync(home, { recursive: true, force: true });
  return mark;
}

function startHost(name: string, args: readonly string[], options: Parameters<typeof spawn>[2]) {
  const script = fileURLToPath(new URL(`../sandbox/${name}`, import.meta.url));
  return spawn(process.execPath, [script, ...args], options);
}

const whereDockerIs = (driver: Driver) =>
  driver.name === "docker" ? [driver.socketPath, driver.image] : [];
