import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generate } from "../../examples/bike-shop/generate.ts";
import { machine } from "../machine.ts";
import { crashPoints } from "./crash-points.ts";
import type { Findings } from "./invariants.ts";
import { playCell } from "./play-cell.ts";
import { lineFaults, playLine } from "./play-line.ts";
import { loadFaults, playLoad } from "./play-load.ts";
import { playStories } from "./play-stories.ts";
import type { Roles } from "./staff.ts";

/*
 * `npm run faults [-- --only K20,F6] [--roles embedded|distributed] [--seed N] [--jobs N] [--quick]`: kills the
 * product at every point of a run and its stores in the middle of a load, and looks whether all is as it should
 * be afterwards. Exit code 1 when something is not.
 */

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    roles: { type: "string", default: "embedded,distributed" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e6)) },
    jobs: { type: "string", default: "4" },
    quick: { type: "boolean", default: false },
  },
});

/** One for each part of a run's way: the door, the workshop, the gate, the sweep, the journal. */
const quick: Readonly<Record<Roles, readonly string[]>> = {
  embedded: ["K3", "K11", "K13", "K16", "K20", "K21", "K27", "K30", "S1", "F21", "F27", "F35"],
  distributed: ["K3", "K12", "K16", "K23", "F6", "F11"],
};

interface Row {
  id: string;
  what: string;
  roles: Roles;
  play(seed: number): Promise<Findings & { recoverySeconds: number }>;
}

const warehouse = join(tmpdir(), `buster-faults-${process.pid}.duckdb`);
process.once("exit", () => rmSync(warehouse, { force: true }));
await generate({ database: warehouse });

const began = performance.now();
const waiting = allRows().filter(isWanted);
const total = waiting.length;
const outcomes: (Findings & { row: Row })[] = [];
let nextSeed = Number(values.seed);
const missing = values.roles.includes("distributed") && !(machine.postgres && machine.redis);
if (missing) console.log("missing: Postgres or Redis, which the distributed roles need");
await Promise.all(Array.from({ length: Number(values.jobs) }, work));

const sum = (pick: (one: Findings) => number) =>
  outcomes.reduce((before, one) => before + pick(one), 0);
const failed = outcomes.filter(({ broken }) => broken.length > 0);
console.log(
  `\n${outcomes.length} of ${total} in ${seconds((performance.now() - began) / 1000)}: ` +
    `${sum(({ lost }) => lost)} lost, ${sum(({ doubled }) => doubled)} doubled, ` +
    `${failed.length} not as it should be`,
);
process.exitCode = failed.length === 0 && total > 0 && !missing ? 0 : 1;

function allRows(): Row[] {
  const roles: readonly Roles[] = ["distributed", "embedded"];
  const crashes = roles.flatMap((role) =>
    crashPoints.map((point) => ({
      id: point.id,
      what: point.what,
      roles: role,
      play: (seed: number) => playCell(point, role, seed, warehouse),
    })),
  );
  const loads = loadFaults.map((fault) => ({
    id: fault.id,
    what: fault.what,
    roles: "distributed" as const,
    play: (seed: number) => playLoad(fault, seed, warehouse),
  }));
  const lines = lineFaults.map((fault) => ({
    id: fault.id,
    what: fault.what,
    roles: "embedded" as const,
    play: (seed: number) => playLine(fault, seed, warehouse),
  }));
  const stories: Row = {
    id: "S1",
    what: "stories and random commands",
    roles: "embedded",
    play: () => playStories(values.quick ? 50 : 500),
  };
  return [...loads, stories, ...crashes, ...lines];
}

function isWanted({ id, roles }: Row): boolean {
  if (!values.roles.split(",").includes(roles)) return false;
  if (roles === "distributed" && !(machine.postgres && machine.redis)) return false;
  if (values.only !== undefined) return values.only.split(",").includes(id);
  return !values.quick || quick[roles].includes(id);
}

async function work(): Promise<void> {
  for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
    const seed = nextSeed++;
    const outcome = await row.play(seed).catch((cause: unknown) => ({
      lost: 0,
      doubled: 0,
      broken: [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)],
      recoverySeconds: Number.NaN,
    }));
    outcomes.push({ ...outcome, row });
    const { lost, doubled, broken, recoverySeconds } = outcome;
    console.log(
      `${row.id.padEnd(4)} ${row.what.padEnd(34)} ${row.roles.padEnd(12)} lost ${lost} doubled ${doubled} ` +
        `${broken.length === 0 ? "I1-I8 hold" : "BROKEN    "} recovered in ${seconds(recoverySeconds).padStart(7)}  seed ${seed}`,
    );
    for (const one of broken) console.log(`     ${one}`);
  }
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
