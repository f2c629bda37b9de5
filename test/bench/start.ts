import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openStage } from "../../examples/demo/open-stage.ts";
import { startPostgres } from "../fresh-database.ts";

/*
 * How long `buster start` takes until it listens, and how much memory it holds at rest: embedded for the first
 * time, embedded again, and on Postgres. Beside it, in the same run, Node alone, so that a slow machine shows.
 * Linux only: memory is read from /proc.
 */

const limits = {
  "embedded, first start": { seconds: 6, megabytes: 450 },
  "embedded, later start": { seconds: 2.5, megabytes: 450 },
  "on Postgres": { seconds: 1.5, megabytes: 200 },
} as const;

/** At rest: what was loaded to start has had time to be let go. */
const restMs = 5_000;

interface Measured {
  seconds: number;
  megabytes: number;
}

async function bare(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
  await once(child, "exit");
  return (performance.now() - began) / 1000;
}

async function start(environment: Readonly<Record<string, string>>): Promise<Measured> {
  const began = performance.now();
  const child = spawn(process.execPath, ["bot/cli/main.ts", "start"], {
    env: { PATH: process.env.PATH ?? "", ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    let said = "";
    for await (const data of child.stderr) {
      said += String(data);
      if (said.includes("buster listens")) break;
    }
    if (!said.includes("buster listens")) throw new Error(said);
    const seconds = (performance.now() - began) / 1000;
    await wait(restMs);
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
    return { seconds, megabytes: kilobytes / 1024 };
  } finally {
    const ended = once(child, "exit");
    if (child.exitCode === null) child.kill("SIGTERM");
    await ended;
  }
}

process.exitCode = (await measureAll()) ? 0 : 1;

async function measureAll(): Promise<boolean> {
  const empty = await mkdtemp(join(tmpdir(), "buster-bench-"));
  const stage = await openStage({ warehouse: join(empty, "none.duckdb") });
  const postgres = await startPostgres();
  try {
    const node = await bare();
    console.log(`Node alone: ${node.toFixed(2)} s`);
    const measured: Record<string, Measured> = {
      "embedded, first start": await start(stage.environment),
      "embedded, later start": await start(stage.environment),
    };
    if (postgres !== undefined) {
      const onPostgres = { ...stage.environment, DATABASE_URL: postgres.url };
      await start(onPostgres); // Makes the tables.
      measured["on Postgres"] = await start(onPostgres);
    }
    let isGood = true;
    for (const [name, limit] of Object.entries(limits)) {
      const found = measured[name];
      if (found === undefined) continue;
      const holds = found.seconds <= limit.seconds && found.megabytes <= limit.megabytes;
      isGood &&= holds;
      console.log(
        `${name}: ${found.seconds.toFixed(2)} s of ${limit.seconds} (${(found.seconds / node).toFixed(0)}x Node alone), ` +
          `${found.megabytes.toFixed(0)} MB of ${limit.megabytes}: ${holds ? "holds" : "TOO MUCH"}`,
      );
    }
    return isGood;
  } finally {
    await postgres?.stop();
    await stage.close();
    await rm(empty, { recursive: true, force: true });
  }
}
