import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listDbtFiles } from "#runner/checkout/list-dbt-files.ts";
import { makeProject } from "./index/make-project.ts";

/*
 * How long reading a dbt project of thousands of models takes, beside `cat` over the same files and beside
 * `dbt parse` (where .venv/bin/dbt is there), in one run. BUSTER_BENCH_PROJECT names a project to read; without
 * it one is made. Each index is in a process of its own; what is compared is measured in turns.
 */

const limits = { cold: 4, second: 0.25, dbt: 10 };
const rounds = 5;
const changed = 200;
const once = join(import.meta.dirname, "index/index-once.ts");
const cli = join(import.meta.dirname, "../../bot/cli/main.ts");
const dbt = join(import.meta.dirname, "../../.venv/bin/dbt");

function copyOf(project: string | undefined, models: number): string {
  const directory = mkdtempSync(join(tmpdir(), "buster-bench-index-"));
  if (project === undefined) makeProject(directory, models);
  else
    cpSync(project, directory, {
      recursive: true,
      filter: (path) => !/\/(?:\.git|\.buster|target)$/.test(path),
    });
  return directory;
}

function run(
  command: string,
  args: readonly string[],
  options: { input?: string; cwd?: string } = {},
) {
  const began = performance.now();
  const done = spawnSync(command, args, {
    ...options,
    maxBuffer: 1024 * 1024 * 1024,
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: "false" },
  });
  if (done.error !== undefined) throw done.error;
  return { ms: performance.now() - began, out: done.stdout.toString("utf8"), code: done.status };
}

function index(directory: string, ...how: string[]): number[] {
  const { out } = run(process.execPath, [once, directory, ...how]);
  return out.trim().split("\n").map(Number);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

let isHeld = true;
function report(what: string, value: number, limit: number, isBelow: boolean): void {
  const isGood = isBelow ? value <= limit : value >= limit;
  isHeld &&= isGood;
  const sign = isBelow ? "≤" : "≥";
  console.log(`  ${isGood ? "✓" : "✗"} ${what}: ${value.toFixed(2)} × (limit ${sign} ${limit})`);
}

const project = process.env.BUSTER_BENCH_PROJECT;
const directory = copyOf(project, 4_000);
const small = existsSync(dbt) ? copyOf(undefined, 600) : undefined;
try {
  const files = listDbtFiles(directory).filter(({ path }) => !path.endsWith(".csv"));
  const list = files.map(({ path }) => `${join(directory, path)}\0`).join("");
  const megabytes = files.reduce((sum, { size }) => sum + size, 0) / 1e6;
  console.log(`  ${files.length} files, ${megabytes.toFixed(1)} MB`);

  const taken = { cat: [0], cold: [0], warm: [0], first: [0], second: [0], resident: [0] };
  for (const times of Object.values(taken)) times.length = 0;
  const forget = () => rmSync(join(directory, ".buster"), { recursive: true, force: true });
  for (let round = 0; round < rounds; round++) {
    const count = run("xargs", ["-0", "sh", "-c", 'cat "$@" > /dev/null', "cat"], { input: list });
    taken.cat.push(count.ms);
    const [cold = Number.NaN, warm = Number.NaN] = index(directory, "0");
    taken.cold.push(cold);
    taken.warm.push(warm);
    forget();
    const [first = Number.NaN, resident = Number.NaN] = index(directory, "kept", String(changed));
    taken.first.push(first);
    taken.resident.push(resident);
    // What the same process changed a moment ago is read once more, like what anybody else changed.
    taken.second.push(...index(directory, "kept"));
  }
  const named: readonly (readonly [string, readonly number[]])[] = [
    ["cat over the files", taken.cat],
    ["index, a new process", taken.cold],
    ["index, nothing kept, a process at work", taken.warm],
    ["index, a new process, kept for the next", taken.first],
    [`index after ${changed} files changed, a new process`, taken.second],
    [`index after ${changed} files changed, a process at work`, taken.resident],
  ];
  for (const [name, times] of named) {
    console.log(`  ${String(Math.round(median(times))).padStart(6)} ms  ${name}`);
  }
  report(
    "index to cat, nothing kept, a process at work",
    median(taken.warm) / median(taken.cat),
    limits.cold,
    true,
  );
  report(
    `index after ${changed} files changed to the first`,
    median(taken.resident) / median(taken.first),
    limits.second,
    true,
  );

  if (small === undefined) console.log("  dbt parse is not compared: there is no .venv/bin/dbt");
  else {
    const ours = median(
      [0, 1, 2].map(() => run(process.execPath, [cli, "index", "--project", small, "--json"]).ms),
    );
    const theirs = run(dbt, ["parse", "--no-partial-parse", "--profiles-dir", small], {
      cwd: small,
    });
    if (theirs.code !== 0) throw new Error(`dbt parse: ${theirs.out}`);
    console.log(
      `  buster index ${ours.toFixed(0)} ms, dbt parse ${theirs.ms.toFixed(0)} ms, 600 models`,
    );
    report("dbt parse to buster index, whole processes", theirs.ms / ours, limits.dbt, false);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
  if (small !== undefined) rmSync(small, { recursive: true, force: true });
}
process.exitCode = isHeld ? 0 : 1;
