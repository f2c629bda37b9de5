import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { CrashPoint } from "./crash-points.ts";
import { startCrew } from "./crew.ts";
import { checkInvariants, type Findings } from "./invariants.ts";
import { isEnded, openPlay } from "./play.ts";
import type { Fault, Moment } from "./process/moment.ts";
import { openStaff, type Roles } from "./staff.ts";

export interface Cell extends Findings {
  point: CrashPoint;
  roles: Roles;
  seed: number;
  /** From the last death to the end of every run, as people see it. */
  recoverySeconds: number;
}

/** Longest time from the beginning to the end of every run, in milliseconds. */
const deadlineMs = 240_000;
const lookMs = 100;

/** Plays one crash point: the process dies there, another takes its place, and everything comes to its end. */
export async function playCell(
  point: CrashPoint,
  roles: Roles,
  seed: number,
  warehouse: string,
): Promise<Cell> {
  const directory = await mkdtemp(join(tmpdir(), "buster-fault-"));
  const play = await openPlay({
    warehouse,
    slackMode: roles === "embedded" ? "socket" : "http",
    ...(point.id === "K13" ? { sql: slowSql } : {}),
  });
  const faultOf = (at: Moment, name: string): Fault => ({
    at,
    once: join(directory, name),
    ...(point.whileStopping === true ? { stoppingMs: 50 + (seed % 400) } : {}),
  });
  const staff = await openStaff(roles, play.stage);
  try {
    const posts = staff.posts.map((post) => {
      const next = point.next === undefined ? undefined : faultOf(point.next, "second");
      if (roles === "embedded")
        return { ...post, fault: faultOf(point.at, "first"), nextFault: next };
      if (post.role === point.by) return { ...post, fault: faultOf(point.at, "first") };
      return { ...post, fault: next };
    });
    const crew = await startCrew(posts);
    const expectedDeaths = point.next === undefined ? 1 : 2;
    let isOver = false;
    let endedAt = performance.now();
    let slow: readonly string[] = [];
    try {
      for (let each = 0; each < (roles === "embedded" ? 1 : 3); each++) {
        await play.openPullRequest(`Fault ${seed} ${each}`);
      }
      const end = performance.now() + deadlineMs;
      while (performance.now() < end && !isOver) {
        await play.people(crew.isUp());
        isOver = crew.deaths.length >= expectedDeaths && (await isEnded(play, "all"));
        await wait(lookMs);
      }
    } finally {
      endedAt = performance.now();
      slow = await crew.stop();
    }
    const lastDeath = crew.deaths.at(-1)?.at;
    const findings = await checkInvariants(play, staff.ledgerUrl, {
      said: crew.said(),
      lostAnswers: point.isAnswerLost === true ? crew.deaths.length : 0,
      dataDirectories: staff.dataDirectories,
    });
    const broken = [...findings.broken, ...crew.failures()];
    if (crew.deaths.length !== expectedDeaths) broken.push(`${crew.deaths.length} deaths`);
    if (!isOver) broken.push(`I3 not over after ${deadlineMs / 1000} s`);
    for (const name of slow) broken.push(`${name} did not stop in order`);
    return {
      point,
      roles,
      seed,
      ...findings,
      broken,
      recoverySeconds: lastDeath === undefined ? Number.NaN : (endedAt - lastDeath) / 1000,
    };
  } finally {
    await play.close();
    await staff.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** A query that takes some seconds. */
const slowSql =
  "select count(*) from raw.orders a, raw.orders b, raw.orders c where a.id + b.id + c.id < 0";
