import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/*
 * How `buster document` with the built-in writer scales: 200 models with one at a time against as many as there
 * are cores, in turns, the best of each; and the memory of 200 models and of 600. Each is a process of its own on
 * a fresh copy of a generated project. Linux only: memory and time of the processor are read from /proc.
 */

const cores = Math.min(4, availableParallelism());
const rounds = 2;
const limits = {
  /** One at a time ÷ one a core: what it should be at least. Two cores cannot give more than 2. */
  speedUp: cores === 1 ? 0 : 1 + (cores - 1) * 0.4,
  /** Peak of Node's own process for 200 models, in MB; the SQL parser is half of it. */
  peak: 700,
  /** What each model more adds to that peak, in MB. */
  perModel: 0.15,
  /** Peak of a DuckDB process for 600 models, in MB. */
  database: 900,
};

interface Documented {
  seconds: number;
  /** Peaks of Node's own process and of the largest of its children. */
  megabytes: number;
  childMegabytes: number;
  /** Share of the processor that everything else on the machine had meanwhile, 0 to 1. */
  others: number;
}

/** A project of `count` models over tables of their own. */
async function project(directory: string, count: number): Promise<void> {
  mkdirSync(directory);
  const database = await DuckDBInstance.create(join(directory, "shop.duckdb"));
  const connection = await database.connect();
  for (let index = 0; index < count; index++) {
    await connection.run(`create table model_${index} as select
      ${index} * 100000 + i as order_id, hash(i) % 500 as customer_id, i % 7 as weekday,
      ['open', 'paid', 'sent', 'returned'][(1 + hash(i * 7) % 4)::bigint] as status,
      case when hash(i) % 11 = 0 then null else round(hash(i * 3) % 100000 / 100, 2) end as amount,
      timestamp '2024-01-01' + interval (i) minute as ordered_at, hash(i) % 2 = 0 as is_first,
      'note ' || hash(i * 13) % 900 as note, date '2024-01-01' + (i % 300)::int as shipped_on,
      hash(i * 17) % 30 as quantity, uuid() as token, 'EUR' as currency
      from range(5000) t(i)`);
  }
  connection.closeSync();
  database.closeSync();
  mkdirSync(join(directory, "models"));
  const files = {
    "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\n",
    "profiles.yml":
      "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: shop.duckdb, schema: main}\n",
    ...Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `models/model_${index}.sql`,
        index === 0
          ? "select order_id, customer_id, amount from raw.orders\n"
          : `select o.*, o.amount * 2 as doubled from {{ ref('model_${Math.floor(index / 2)}') }} o where o.amount > 0\n`,
      ]),
    ),
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text);
}

async function document(from: string, concurrency: number): Promise<Documented> {
  const directory = await mkdtemp(join(tmpdir(), "buster-bench-document-"));
  try {
    cpSync(from, directory, { recursive: true });
    const machine = busySeconds();
    const own = ownSeconds();
    const began = performance.now();
    const child = spawn(
      process.execPath,
      ["bot/cli/main.ts", "document", "--project", directory, "--concurrency", String(concurrency)],
      { env: { PATH: process.env.PATH ?? "" }, stdio: ["ignore", "ignore", "pipe"] },
    );
    let said = "";
    child.stderr.on("data", (data) => {
      said += String(data);
    });
    let megabytes = 0;
    let childMegabytes = 0;
    const look = setInterval(() => {
      megabytes = Math.max(megabytes, peakOf(child.pid));
      for (const pid of childrenOf(child.pid)) {
        childMegabytes = Math.max(childMegabytes, peakOf(pid));
      }
    }, 50);
    const [code] = await once(child, "exit");
    clearInterval(look);
    if (code !== 0) throw new Error(`buster document ended with ${code}: ${said}`);
    const seconds = (performance.now() - began) / 1000;
    const busy = busySeconds() - machine - (ownSeconds() - own);
    const others = Math.max(0, busy / seconds / availableParallelism());
    return { seconds, megabytes, childMegabytes, others };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Seconds that all processors together were not idle. */
function busySeconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys, 0) / 1000;
}

/** Seconds of the processor that this process and all that it started and that ended have had. */
function ownSeconds(): number {
  // User, system, and both of the children that ended: fields 14 to 17, in hundredths.
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / 100;
}

function peakOf(pid: number | undefined): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

function childrenOf(pid: number | undefined): number[] {
  const text = textOf(`/proc/${pid}/task/${pid}/children`).trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // Ended meanwhile.
  }
}

let isHeld = true;
function report(what: string, value: number, unit: string, limit: number, isBelow: boolean): void {
  const isGood = isBelow ? value <= limit : value >= limit;
  isHeld &&= isGood;
  const sign = isBelow ? "≤" : "≥";
  const [shown, of] = [value, limit].map((number) => `${Number(number.toFixed(2))}${unit}`);
  console.log(`  ${isGood ? "✓" : "✗"} ${what}: ${shown} (limit ${sign} ${of})`);
}

const home = await mkdtemp(join(tmpdir(), "buster-bench-document-made-"));
try {
  const [few, many] = [join(home, "200"), join(home, "600")] as const;
  await project(few, 200);
  await project(many, 600);
  const alone: Documented[] = [];
  const together: Documented[] = [];
  for (let round = 0; round < rounds; round++) {
    alone.push(await document(few, 1));
    together.push(await document(few, cores));
  }
  const large = await document(many, cores);
  const best = (all: readonly Documented[]) => Math.min(...all.map(({ seconds }) => seconds));
  const peak = Math.max(...together.map(({ megabytes }) => megabytes));
  const tell = (name: string, all: readonly Documented[]) => {
    const times = all.map(
      ({ seconds, others }) =>
        `${seconds.toFixed(1)} s (others had ${(others * 100).toFixed(0)} % of the machine)`,
    );
    console.log(`  ${name}: ${times.join(", ")}`);
  };
  tell("200 models, one at a time", alone);
  tell(`200 models, ${cores} at a time`, together);
  tell(`600 models, ${cores} at a time`, [large]);
  report("one at a time to one a core", best(alone) / best(together), " ×", limits.speedUp, false);
  report("peak of 200 models", peak, " MB", limits.peak, true);
  report("each more", (large.megabytes - peak) / 400, " MB", limits.perModel, true);
  report("peak of a DuckDB process", large.childMegabytes, " MB", limits.database, true);
} finally {
  await rm(home, { recursive: true, force: true });
}
process.exitCode = isHeld ? 0 : 1;
