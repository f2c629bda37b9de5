import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
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

interface Taken {
  ms: number;
  /** Milliseconds of the processor: what others do on the machine changes them little. */
  cpu: number;
}

function index(directory: string, ...how: string[]): Taken[] {
  const { out } = run(process.execPath, [once, directory, ...how]);
  return out
    .trim()
    .split("\n")
    .map((line) => {
      const [ms = Number.NaN, cpu = Number.NaN] = line.split(" ").map(Number);
      return { ms, cpu };
    });
}

function cat(list: string): Taken {
  const before = childrenCpu();
  const { ms } = run("xargs", ["-0", "sh", "-c", 'cat "$@" > /dev/null', "cat"], { input: list });
  return { ms, cpu: childrenCpu() - before };
}

/** Milliseconds of the processor that ended children have had; 0 where there is no /proc. */
function childrenCpu(): number {
  if (!existsSync("/proc/self/stat")) return 0;
  // Of what follows the name, in hundredths of a second.
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

function median(all: readonly Taken[]): number {
  const sorted = all.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function meanCpu(all: readonly Taken[]): number {
  return all.reduce((sum, { cpu }) => sum + cpu, 0) / all.length;
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

  const none = (): Taken[] => [];
  const taken = {
    cat: none(),
    cold: none(),
    warm: none(),
    first: none(),
    second: none(),
    resident: none(),
  };
  const forget = () => rmSync(join(directory, ".buster"), { recursive: true, force: true });
  for (let round = 0; round < rounds; round++) {
    taken.cat.push(cat(list));
    const [cold, warm] = index(directory, "0");
    if (cold !== undefined) taken.cold.push(cold);
    if (warm !== undefined) taken.warm.push(warm);
    forget();
    const [first, resident] = index(directory, "kept", String(changed));
    if (first !== undefined) taken.first.push(first);
    if (resident !== undefined) taken.resident.push(resident);
    // What the same process changed a moment ago is read once more, like what anybody else changed.
    taken.second.push(...index(directory, "kept"));
  }
  const named: readonly (readonly [string, readonly Taken[]])[] = [
    ["cat over the files", taken.cat],
    ["index, a new process", taken.cold],
    ["index, nothing kept, a process at work", taken.warm],
    ["index, a new process, kept for the next", taken.first],
    [`index after ${changed} files changed, a new process`, taken.second],
    [`index after ${changed} files changed, a process at work`, taken.resident],
  ];
  // Without the start of Node and the loading of modules, as without the start of this process for cat.
  console.log("  median ms, mean ms of the processor");
  for (const [name, times] of named) {
    const [ms, cpu] = [median(times), meanCpu(times)].map((time) =>
      String(Math.round(time)).padStart(6),
    );
    console.log(`  ${ms} ${cpu}  ${name}`);
  }
  const shown = (name: string, of: readonly Taken[], to: readonly Taken[]) =>
    console.log(`    ${name}: ${(meanCpu(of) / meanCpu(to)).toFixed(2)} × of the processor`);
  report("index to cat, a new process", median(taken.cold) / median(taken.cat), limits.cold, true);
  shown("a new process", taken.cold, taken.cat);
  shown("a process at work", taken.warm, taken.cat);
  for (const [how, times] of [
    ["a process at work", taken.resident],
    ["a new process", taken.second],
  ] as const) {
    const ratio = median(times) / median(taken.first);
    report(`index after ${changed} files changed to the first, ${how}`, ratio, limits.second, true);
    shown(how, times, taken.first);
  }

  if (small === undefined) console.log("  dbt parse is not compared: there is no .venv/bin/dbt");
  else {
    const [, ours = Number.NaN] = [0, 1, 2]
      .map(() => run(process.execPath, [cli, "index", "--project", small, "--json"]).ms)
      .sort((a, b) => a - b);
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
