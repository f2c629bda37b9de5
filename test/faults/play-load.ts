import { setTimeout as wait } from "node:timers/promises";
import { startCrew } from "./crew.ts";
import { checkInvariants, type Findings } from "./invariants.ts";
import { isEnded, openPlay } from "./play.ts";
import { openStaff, type Staff } from "./staff.ts";

export interface LoadFault {
  id: string;
  what: string;
  strike(staff: Staff): Promise<void>;
}

/** What a store does in the middle of the load. */
export const loadFaults: readonly LoadFault[] = [
  {
    id: "F6",
    what: "Redis killed, all of it lost",
    strike: async ({ redis }) => redis?.restart(),
  },
  {
    id: "F11",
    what: "Postgres restarted at once",
    strike: async ({ postgres }) => postgres?.restart(),
  },
];

export interface LoadOutcome extends Findings {
  recoverySeconds: number;
}

const deadlineMs = 300_000;

/** Several runs over two bots and two runners; when the first of them has ended, a store is struck. */
export async function playLoad(
  { strike }: LoadFault,
  seed: number,
  warehouse: string,
  runs = 8,
): Promise<LoadOutcome> {
  const play = await openPlay({ warehouse, slackMode: "http" });
  const staff = await openStaff("distributed", play.stage);
  try {
    const crew = await startCrew(staff.posts);
    const end = performance.now() + deadlineMs;
    let struckAt: number | undefined;
    let isOver = false;
    let slow: readonly string[] = [];
    try {
      for (let each = 0; each < runs; each++) await play.openPullRequest(`Load ${seed} ${each}`);
      while (performance.now() < end && !isOver) {
        await play.people(crew.isUp());
        if (struckAt === undefined && (await isEnded(play, "some"))) {
          struckAt = performance.now();
          await strike(staff);
        }
        isOver = struckAt !== undefined && (await isEnded(play, "all"));
        await wait(200);
      }
    } finally {
      slow = await crew.stop();
    }
    const findings = await checkInvariants(play, staff.ledgerUrl, {
      said: crew.said(),
      lostAnswers: 0,
      dataDirectories: staff.dataDirectories,
    });
    const broken = [...findings.broken, ...crew.failures()];
    if (!isOver) broken.push(`I3 not over after ${deadlineMs / 1000} s`);
    for (const name of slow) broken.push(`${name} did not stop in order`);
    return { ...findings, broken, recoverySeconds: (performance.now() - (struckAt ?? 0)) / 1000 };
  } finally {
    await play.close();
    await staff.close();
  }
}
