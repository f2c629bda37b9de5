import type { Moment } from "./process/moment.ts";

export interface CrashPoint {
  id: string;
  what: string;
  at: Moment;
  /** The process that takes the dead one's place dies as well, at this moment; where they are apart, a bot. */
  next?: Moment;
  /** Whose process dies where bots and runners are apart. */
  by: "bot" | "runner";
  /** SIGTERM is sent when the moment has come, and SIGKILL so many milliseconds later. */
  whileStopping?: boolean;
  /** The answer of the model that nobody received was charged all the same. */
  isAnswerLost?: boolean;
}

const moved = (to: string) => [`"to":"${to}"`];

/** The moments of the reliability page, each as this house reaches it. */
export const crashPoints: readonly CrashPoint[] = [
  {
    id: "K1",
    what: "webhook accepted, not verified",
    by: "bot",
    at: { on: "request", words: "POST /webhooks/github", when: "before" },
  },
  {
    id: "K2",
    what: "verified, not in the inbox",
    by: "bot",
    at: { on: "statement", words: "insert into buster.delivery", when: "before" },
  },
  {
    id: "K3",
    what: "in the inbox, not answered",
    by: "bot",
    at: { on: "statement", words: "insert into buster.delivery", when: "after" },
  },
  {
    id: "K4",
    what: "answered, not queued",
    by: "bot",
    at: { on: "queue", words: "run", when: "before" },
  },
  { id: "K5", what: "queued", by: "bot", at: { on: "queue", words: "run", when: "after" } },
  {
    id: "K6",
    what: "lease taken",
    by: "runner",
    at: { on: "journal", entry: "run.moved", words: moved("preparing"), when: "before" },
  },
  {
    id: "K7",
    what: "while cloning",
    by: "runner",
    at: { on: "program", words: "fetch", when: "started" },
  },
  {
    id: "K8",
    what: "sandbox made, not known",
    by: "runner",
    at: { on: "program", words: "bwrap", when: "started" },
  },
  {
    id: "K9",
    what: "sandbox started",
    by: "runner",
    at: { on: "program", words: "bwrap", when: "after" },
  },
  {
    id: "K10",
    what: "in the model's answer",
    by: "runner",
    at: { on: "call", words: ["/v1/messages"], when: "after", nth: 2 },
    isAnswerLost: true,
  },
  {
    id: "K11",
    what: "answer not journaled",
    by: "runner",
    at: { on: "journal", entry: "model.turn", when: "before", nth: 2 },
    isAnswerLost: true,
  },
  {
    id: "K12",
    what: "answer journaled, tool not begun",
    by: "runner",
    at: { on: "journal", entry: "model.turn", when: "committed", nth: 2 },
  },
  {
    id: "K13",
    what: "while the tool runs",
    by: "runner",
    at: {
      on: "journal",
      entry: "tool.result",
      words: ['"tool":"write"'],
      when: "committed",
      delayMs: 300,
    },
  },
  {
    id: "K14",
    what: "tool done, result not journaled",
    by: "runner",
    at: { on: "journal", entry: "tool.result", words: ['"tool":"propose_commit"'], when: "before" },
  },
  {
    id: "K15",
    what: "effect planned",
    by: "runner",
    at: { on: "journal", entry: "effect.proposed", when: "committed" },
  },
  {
    id: "K16",
    what: "approval asked, not shown",
    by: "bot",
    at: { on: "journal", entry: "approval.requested", when: "committed" },
  },
  {
    id: "K17",
    what: "card posted, not noted",
    by: "bot",
    at: { on: "call", words: ["chat.postMessage", "approve"], when: "after" },
  },
  {
    id: "K18",
    what: "click verified, not counted",
    by: "bot",
    at: { on: "journal", entry: "approval.voted", when: "before" },
  },
  {
    id: "K19",
    what: "approved, card not changed",
    by: "bot",
    at: { on: "journal", entry: "approval.decided", when: "committed" },
  },
  {
    id: "K20",
    what: "sending recorded, not called",
    by: "bot",
    at: { on: "journal", entry: "effect.moved", words: moved("sending"), when: "committed" },
  },
  {
    id: "K21",
    what: "call done, answer lost",
    by: "bot",
    at: { on: "call", words: ["POST", "graphql", "createCommitOnBranch"], when: "after" },
  },
  {
    id: "K22",
    what: "answered, not confirmed",
    by: "bot",
    at: { on: "journal", entry: "effect.moved", words: moved("confirmed"), when: "before" },
  },
  {
    id: "K23",
    what: "confirmed, next not begun",
    by: "bot",
    at: { on: "journal", entry: "effect.moved", words: moved("confirmed"), when: "committed" },
  },
  {
    id: "K24",
    what: "last effect done, run not",
    by: "bot",
    at: { on: "journal", entry: "run.moved", words: moved("succeeded"), when: "before" },
  },
  {
    id: "K25",
    what: "done, sandbox not removed",
    by: "runner",
    at: { on: "removal", words: "/workspaces/", when: "before", nth: 2 },
  },
  {
    id: "K26",
    what: "while the sandbox is removed",
    by: "runner",
    at: { on: "removal", words: "/workspaces/", when: "after", nth: 2 },
  },
  {
    id: "K27",
    what: "while the sweep recovers",
    by: "runner",
    at: { on: "journal", entry: "model.turn", when: "committed", nth: 2 },
    next: { on: "journal", entry: "run.moved", words: moved("queued"), when: "written" },
  },
  {
    id: "K28",
    what: "while tables are made",
    by: "bot",
    at: { on: "statement", words: "create table", when: "after" },
  },
  {
    id: "K29",
    what: "while shutting down",
    by: "runner",
    at: { on: "journal", entry: "model.turn", when: "committed", nth: 2 },
    whileStopping: true,
  },
  {
    id: "K30",
    what: "in the middle of a journal write",
    by: "runner",
    at: { on: "journal", entry: "tool.result", when: "written", nth: 2 },
  },
];
