import { setTimeout as wait } from "node:timers/promises";
import { startCrew } from "./crew.ts";
import { checkInvariants, type Findings } from "./invariants.ts";
import { isEnded, type Line, openPlay } from "./play.ts";
import { openStaff } from "./staff.ts";
import type { TcpFault } from "./tcp-proxy.ts";

export interface LineFault {
  id: string;
  what: string;
  line: Line;
  faults: readonly TcpFault[];
  /** Answers of the model that are charged and never arrive whole. */
  lostAnswers?: number;
}

const comment = "issues/";
const answer = "POST /v1/messages";

/** What the lines to the platforms do in the middle of a run. */
export const lineFaults: readonly LineFault[] = [
  {
    id: "F21",
    what: "the model's answer is cut off",
    line: "model",
    faults: [{ words: answer, kind: "truncate" }],
    lostAnswers: 1,
  },
  {
    id: "F19",
    what: "the model is overloaded five times",
    line: "model",
    faults: Array.from({ length: 5 }, () => ({ words: answer, kind: "status", status: 529 })),
  },
  {
    id: "F23",
    what: "the model's answer drips",
    line: "model",
    faults: [{ words: answer, kind: "drip", bytes: 48, everyMs: 40 }],
  },
  {
    id: "F27",
    what: "Slack posts, its answer is lost",
    line: "slack",
    faults: [{ words: "chat.postMessage", kind: "drop-after" }],
  },
  {
    id: "F26",
    what: "Slack answers 502, then is slow",
    line: "slack",
    faults: [
      { words: "chat.postMessage", kind: "status", status: 502 },
      { words: "chat.update", kind: "delay", ms: 3_000 },
    ],
  },
  {
    id: "F34",
    what: "GitHub hangs up before it acts",
    line: "github",
    faults: [
      { words: "createCommitOnBranch", kind: "drop-before" },
      { words: `POST /api/v3/repos/acme/bike-shop/${comment}`, kind: "drop-before" },
    ],
  },
  {
    id: "F35",
    what: "GitHub comments, its answer is lost",
    line: "github",
    faults: [{ words: `POST /api/v3/repos/acme/bike-shop/${comment}`, kind: "drop-after" }],
  },
  {
    id: "F36",
    what: "GitHub commits, its answer is halved",
    line: "github",
    faults: [{ words: "createCommitOnBranch", kind: "truncate" }],
  },
];

const deadlineMs = 180_000;

/** One run over bad lines, in one process. */
export async function playLine(
  fault: LineFault,
  seed: number,
  warehouse: string,
): Promise<Findings & { recoverySeconds: number }> {
  const play = await openPlay({ warehouse, slackMode: "socket", hasLines: true });
  const staff = await openStaff("embedded", play.stage);
  try {
    const crew = await startCrew(staff.posts);
    const line = play.lines?.[fault.line];
    line?.faults.push(...fault.faults);
    const began = performance.now();
    let isOver = false;
    try {
      await play.openPullRequest(`Line ${seed}`);
      while (performance.now() - began < deadlineMs && !isOver) {
        await play.people(crew.isUp());
        isOver = await isEnded(play, "all");
        await wait(100);
      }
    } finally {
      await crew.stop();
    }
    const findings = await checkInvariants(play, staff.ledgerUrl, {
      said: crew.said(),
      lostAnswers: fault.lostAnswers ?? 0,
      dataDirectories: staff.dataDirectories,
    });
    const broken = [...findings.broken, ...crew.failures()];
    if (!isOver) broken.push(`I3 not over after ${deadlineMs / 1000} s`);
    for (const { kind, words } of line?.faults ?? []) broken.push(`${kind} of ${words} never came`);
    return { ...findings, broken, recoverySeconds: (performance.now() - began) / 1000 };
  } finally {
    await play.close();
    await staff.close();
  }
}
