import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/*
 * How `buster document` with the built-in writer scales: 200 models with one at a time against as many as
 * there are cores, and the memory of 200 models against that of 50. Each is a process of its own on a fresh
 * copy of a generated project. Linux only: memory is read from /proc.
 */

const cores = Math.min(4, availableParallelism());
const limits = {
  /** One at a time ÷ one a core: what it should be at least. Two cores cannot give more than 2. */
  speedUp: cores === 1 ? 0 : 1 + (cores - 1) * 0.4,
  /** Peak of 200 models ÷ peak of 50, of Node's own process. */
  memory: 1.35,
};

interface Documented {
  seconds: number;
  megabytes: number;
}

/** A project of `count` models over tables of their own. */
async function project(directory: string, count: number): Promise<void> {
  const database = await DuckDBInstance.create(join(directory, "shop.duckdb"));
  const connection = await database.connect();
  for (let index = 0; index < count; index++) {
    await connection.run(`create table model_${index} as select
      ${index} * 100000 + i as order_id, hash(i) % 500 as customer_id, i % 7 as weekday,
      ['open', 'paid', 'sent', 'returned'][1 + hash(i * 7) % 4] as status,
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

async function document(count: number, concurrency: number): Promise<Documented> {
  const directory = await mkdtemp(join(tmpdir(), "buster-bench-document-"));
  try {
    await project(directory, count);
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
    const look = setInterval(() => {
      const status = statusOf(child.pid);
      megabytes = Math.max(megabytes, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    }, 50);
    const [code] = await once(child, "exit");
    clearInterval(look);
    if (code !== 0) throw new Error(`buster document ended with ${code}: ${said}`);
    return { seconds: (performance.now() - began) / 1000, megabytes };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return ""; // Ended meanwhile.
  }
}

const small = await document(50, cores);
const alone = await document(200, 1);
const together = await document(200, cores);
const speedUp = alone.seconds / together.seconds;
const memory = together.megabytes / small.megabytes;
const verdict = (holds: boolean) => (holds ? "holds" : "MISSED");
console.log(
  `200 models, one at a time: ${alone.seconds.toFixed(1)} s; ${cores} at a time: ${together.seconds.toFixed(1)} s: ` +
    `${speedUp.toFixed(2)}x (at least ${limits.speedUp.toFixed(1)}x): ${verdict(speedUp >= limits.speedUp)}`,
);
console.log(
  `memory: 50 models ${small.megabytes.toFixed(0)} MB, 200 models ${together.megabytes.toFixed(0)} MB: ` +
    `${memory.toFixed(2)}x (at most ${limits.memory}x): ${verdict(memory <= limits.memory)}`,
);
process.exitCode = speedUp >= limits.speedUp && memory <= limits.memory ? 0 : 1;
