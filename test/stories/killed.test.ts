import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generate } from "../../examples/bike-shop/generate.ts";
import { crashPoints } from "../faults/crash-points.ts";
import { playCell } from "../faults/play-cell.ts";

// One of thirty points; all of them, embedded and apart, are `npm run faults`.
const warehouse = join(tmpdir(), `buster-killed-${process.pid}.duckdb`);
beforeAll(() => generate({ database: warehouse }));
afterAll(() => rmSync(warehouse, { force: true }));

test("a process killed between a click and its vote is followed by another: one commit, one comment, all told", async () => {
  const point = crashPoints.find(({ id }) => id === "K18");
  if (point === undefined) throw new Error("there is no such point");

  const { lost, doubled, broken } = await playCell(point, "embedded", 1, warehouse);

  expect({ lost, doubled, broken }).toEqual({ lost: 0, doubled: 0, broken: [] });
});
