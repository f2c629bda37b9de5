import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { generate } from "../../examples/bike-shop/generate.ts";
import { crashPoints } from "./crash-points.ts";
import { type Cell, playCell } from "./play-cell.ts";
import type { Roles } from "./staff.ts";

/*
 * `npm run faults [-- --only K20,K21] [--roles embedded|distributed] [--seed N] [--jobs N] [--quick]`: kills
 * the product at every point of the reliability page and looks whether all is as it should be afterwards.
 */

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    roles: { type: "string" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e6)) },
    jobs: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});
const firstSeed = Number(values.seed);
const quickPoints = ["K3", "K11", "K13", "K16", "K20", "K21", "K27", "K30"];
const wanted = values.only?.split(",") ?? (values.quick ? quickPoints : undefined);
const points = crashPoints.filter(({ id }) => wanted === undefined || wanted.includes(id));
const rolesWanted: readonly Roles[] =
  values.roles === undefined
    ? ["embedded", "distributed"]
    : values.roles.split(",").map((name) => (name === "distributed" ? "distributed" : "embedded"));

const warehouse = join(tmpdir(), `buster-faults-${process.pid}.duckdb`);
process.once("exit", () => rmSync(warehouse, { force: true }));
await generate({ database: warehouse });

const began = performance.now();
const cells: Cell[] = [];
for (const roles of rolesWanted) {
  // What is apart waits most of the time, for leases to run out.
  const jobs = Number(values.jobs ?? (roles === "embedded" ? 2 : 3));
  const waiting = points.map((point, at) => ({ point, seed: firstSeed + at }));
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const cell = await playCell(next.point, roles, next.seed, warehouse);
      cells.push(cell);
      tell(cell);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
}
const failed = cells.filter(({ broken }) => broken.length > 0);
const sum = (pick: (cell: Cell) => number) => cells.reduce((total, cell) => total + pick(cell), 0);
console.log(
  `\n${cells.length} cells in ${seconds((performance.now() - began) / 1000)}: ` +
    `${sum(({ lost }) => lost)} lost, ${sum(({ doubled }) => doubled)} doubled, ${failed.length} not as it should be`,
);
process.exitCode = failed.length === 0 && cells.length > 0 ? 0 : 1;

function tell({ point, roles, seed, lost, doubled, broken, recoverySeconds }: Cell): void {
  const invariants = broken.length === 0 ? "I1-I8 hold" : "BROKEN";
  console.log(
    `${point.id.padEnd(4)} ${point.what.padEnd(34)} ${roles.padEnd(12)} lost ${lost} doubled ${doubled} ` +
      `${invariants.padEnd(11)} recovered in ${seconds(recoverySeconds).padStart(7)}  seed ${seed}`,
  );
  for (const one of broken) console.log(`     ${one}`);
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
