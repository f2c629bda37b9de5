import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { generate } from "../../examples/bike-shop/generate.ts";
import { type Crew, startCrew } from "./crew.ts";
import { checkInvariants } from "./invariants.ts";
import { isEnded, openPlay, type Play } from "./play.ts";
import { createRandom } from "./random.ts";
import { openStaff } from "./staff.ts";
import type { TcpFault } from "./tcp-proxy.ts";

/*
 * `npm run soak [-- --runs 1000 --minutes 30 --seed N]`: many runs over two bots and two runners, of which one is
 * killed now and then while the lines to GitHub, Slack and the model fail, in rounds. After each nothing is lost,
 * doubled, left over or leaked, and memory is flat. No round begins when the time is up; exit code 1 when something
 * is wrong.
 */

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    minutes: { type: "string", default: "30" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e6)) },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
const atOnce = 12;
const perRound = 50;
const roundMs = 400_000;
/** A process is killed so often on average, in milliseconds. */
const killEveryMs = 20_000;
/** A process may grow by so much from the middle third of its life to the last. */
const growth = { factor: 1.2, mebibytes: 40 };

const random = createRandom(seed);
const warehouse = join(tmpdir(), `buster-soak-${process.pid}.duckdb`);
process.once("exit", () => rmSync(warehouse, { force: true }));
await generate({ database: warehouse });
console.log(`soak: ${runs} runs, seed ${seed}`);
const began = performance.now();
const until = began + Number(values.minutes) * 60_000;
const total = { ended: 0, killed: 0, lost: 0, doubled: 0, broken: 0 };
while (total.ended < runs && performance.now() < until) {
  await playRound(Math.min(perRound, runs - total.ended));
}
console.log(
  `${total.ended} runs ended, ${total.killed} processes killed, ${total.lost} lost, ${total.doubled} doubled, ` +
    `${total.broken} not as it should be; seed ${seed}`,
);
process.exitCode = total.broken === 0 && total.ended > 0 ? 0 : 1;

/** Some runs in a world of their own: the stand-in of GitHub counts calls, as GitHub does, up to 5000 an hour. */
async function playRound(size: number): Promise<void> {
  const play = await openPlay({
    warehouse,
    slackMode: "http",
    hasLines: true,
    environment: { BUSTER_CONCURRENCY: "4" },
  });
  const staff = await openStaff("distributed", play.stage);
  const crew = await startCrew(staff.posts);
  const samples: Samples = new Map();
  const end = performance.now() + roundMs;
  let spoiled = 0;
  let active: Play["pulls"] = [];
  let nextKill = performance.now() + killEveryMs * random.next();
  let slow: readonly string[] = [];
  try {
    while (performance.now() < end && (play.pulls.length < size || active.length > 0)) {
      if (play.pulls.length < size && active.length < atOnce) {
        await play.openPullRequest(`Soak ${seed} ${total.ended + play.pulls.length}`);
        active = [...active, ...play.pulls.slice(-1)];
        if (random.chance(0.3)) spoiled += spoil(play);
      }
      if (play.pulls.length < size && performance.now() > nextKill) {
        crew.kill(random.pick(["bot 2", "runner 1", "runner 2"]));
        nextKill = performance.now() + killEveryMs * (0.5 + random.next());
      }
      sample(crew, samples);
      await play.people(crew.isUp());
      active = await stillActive(play, active);
      await wait(300);
    }
    while (performance.now() < end && !(await isEnded(play, "all"))) {
      await play.people(crew.isUp());
      await wait(1_000);
    }
  } finally {
    slow = await crew.stop();
  }
  try {
    const findings = await checkInvariants(play, staff.ledgerUrl, {
      said: crew.said(),
      // Of the answers under way when a process died, or that a line swallowed, nobody can know.
      lostAnswers: crew.deaths.length * 4 + spoiled,
      dataDirectories: staff.dataDirectories,
    });
    const broken = [
      ...findings.broken,
      ...crew.failures(),
      ...slow.map((name) => `${name} did not stop in order`),
      ...judgeMemory(samples),
    ];
    total.ended += play.pulls.length;
    total.killed += crew.deaths.length;
    total.lost += findings.lost;
    total.doubled += findings.doubled;
    total.broken += broken.length;
    for (const one of broken) console.log(`  ${one}`);
    const minutes = ((performance.now() - began) / 60_000).toFixed(1);
    console.log(
      `${total.ended} runs, ${total.killed} processes killed, ${minutes} min, ${memoryOf(samples)}`,
    );
  } finally {
    await play.close();
    await staff.close();
  }
}

/** Lets the next call of some kind fail in some way; answers how many answers of the model that costs. */
function spoil({ lines }: Play): number {
  const kind = random.pick(["drop-before", "drop-after", "truncate", "status", "delay"] as const);
  const line = random.pick(["github", "slack", "model"] as const);
  const words = {
    github: random.pick(["POST /api/v3/graphql", "/issues/", "/check-runs"]),
    slack: "chat.",
    model: "POST /v1/",
  }[line];
  const fault: TcpFault =
    kind === "status"
      ? { words, kind, status: 502 }
      : kind === "delay"
        ? { words, kind, ms: 1_500 }
        : { words, kind };
  lines?.[line].faults.push(fault);
  return line === "model" ? 1 : 0;
}

/** The oldest is looked at, and goes behind the others while it has not ended. */
async function stillActive({ stage }: Play, active: Play["pulls"]): Promise<Play["pulls"]> {
  const [oldest, ...others] = active;
  if (oldest === undefined) return [];
  const isOver = await isEnded({ stage, pulls: [oldest] }, "some");
  return isOver ? others : [...others, oldest];
}

/** Resident memory of each process over its life, in MiB. */
type Samples = Map<string, number[]>;

function sample({ processes }: Crew, samples: Samples): void {
  for (const { name, child } of processes()) {
    const key = `${name} (${child.pid})`;
    const size = residentOf(child.pid);
    if (size > 0) samples.set(key, [...(samples.get(key) ?? []), size]);
  }
}

function residentOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // Just dead.
  }
}

/** The first third is warming up; the second and the last are compared, of those that lived for a minute. */
function judgeMemory(samples: Samples): string[] {
  return [...samples].flatMap(([name, seen]) => {
    if (seen.length < 180) return [];
    const third = Math.floor(seen.length / 3);
    const before = median(seen.slice(third, 2 * third));
    const after = median(seen.slice(-third));
    const isFlat = after <= before * growth.factor + growth.mebibytes;
    return isFlat
      ? []
      : [`memory of ${name} grows from ${before.toFixed(0)} to ${after.toFixed(0)} MiB`];
  });
}

function memoryOf(samples: Samples): string {
  const most = Math.max(...[...samples.values()].flat());
  return `at most ${most.toFixed(0)} MiB a process`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
