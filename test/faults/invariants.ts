import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JournalRow } from "#agents-schema/journal.ts";
import { isTerminal, type Run } from "#agents-schema/run.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { readRecord } from "#bot/flow/read-record.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { channels } from "../../examples/demo/open-stage.ts";
import { canariesOf, findCanaries } from "../canaries.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { agent, type Play, stillAsks, words } from "./play.ts";

export interface Findings {
  lost: number;
  doubled: number;
  /** What does not hold, each with the name of its invariant. */
  broken: readonly string[];
}

/** Looks at the worlds and the ledger when everything has ended: is what the invariants I1 to I8 say true? */
export async function checkInvariants(
  play: Play,
  ledgerUrl: string,
  facts: { said: string; lostAnswers: number; dataDirectories: readonly string[] },
): Promise<Findings> {
  const ledger = await openLedger({ url: ledgerUrl, log: silentLog });
  try {
    const runs = await ledger.runs.recent(10_000);
    const world = await countWorld(play);
    const broken: string[] = [];
    const dump: string[] = [];
    for (const run of runs) {
      const effects = await ledger.outbox.ofRun(run.id);
      const journal = await ledger.runs.journal(run.id);
      dump.push(JSON.stringify([run, effects, journal]));
      broken.push(...(await judgeRun(ledger, run, effects, journal)));
    }
    broken.push(...judgeLeftovers(facts.dataDirectories));
    broken.push(...judgeMoney(play, runs, facts.lostAnswers));
    broken.push(...(await judgeTold(play, ledger)));
    const texts = [facts.said, ...dump, world.text];
    const canaries = canariesOf(play.stage.environment);
    const sung = new Set(texts.flatMap((text) => findCanaries(text, canaries)));
    for (const name of sung) broken.push(`I6 ${name} was seen`);
    const lost = world.lost + Math.max(0, play.pulls.length - runs.length);
    const doubled = world.doubled + Math.max(0, runs.length - play.pulls.length);
    if (lost + doubled > 0) broken.push(`I1 ${world.what.join("; ")}; ${runs.length} runs`);
    return { lost, doubled, broken };
  } finally {
    await ledger.close();
  }
}

/** Every effect that each pull request should have had, and how often it is there. */
async function countWorld({ stage, pulls }: Play) {
  const { github, slack } = stage;
  const what: string[] = [];
  const texts: string[] = [];
  let lost = 0;
  let doubled = 0;
  const count = (name: string, times: number) => {
    if (times === 0) lost += 1;
    if (times > 1) doubled += times - 1;
    if (times !== 1) what.push(`${name}: ${times}`);
  };
  for (const { number, headSha, branch } of pulls) {
    const commits = await github.commits(branch);
    const own = commits.slice(
      0,
      commits.findIndex(({ sha }) => sha === headSha),
    );
    const comments = await github.comments(number);
    const checks = await github.checks(headSha);
    texts.push(JSON.stringify([own, comments, checks]));
    count(`#${number} commit`, own.filter(({ message }) => message.includes(words.commit)).length);
    const having = (text: string) => comments.filter(({ body }) => body.includes(text)).length;
    count(`#${number} comment`, having(words.comment) - having(`quoted ${words.comment}`));
    count(`#${number} tracking comment`, having("buster:tracking"));
    count(`#${number} check`, checks.filter(({ name }) => name === `buster / ${agent}`).length);
  }
  const posts = slack.log.filter(
    ({ method, answer }) => method === "chat.postMessage" && answer.ok,
  );
  const byEffect = Map.groupBy(posts, ({ args }) => JSON.stringify(args.metadata ?? args.text));
  for (const [metadata, same] of byEffect) {
    if (same.length > 1) count(`Slack message ${metadata}`, same.length);
  }
  texts.push(
    JSON.stringify([
      await slack.messages(channels.docs),
      slack.log.map(({ args }) => ({ ...args, token: "" })),
    ]),
  );
  return { lost, doubled, what, text: texts.join("\n") };
}

async function judgeRun(
  ledger: OpenLedger,
  run: Run,
  effects: readonly StoredEffect[],
  journal: readonly JournalRow[],
): Promise<string[]> {
  const broken: string[] = [];
  if (!isTerminal(run.state)) broken.push(`I3 ${run.id} is ${run.state}`);
  if (run.state !== "succeeded") broken.push(`I1 ${run.id} ${run.state}: ${run.reason}`);
  for (const effect of effects) {
    if (!["confirmed", "failed", "cancelled", "refused"].includes(effect.state)) {
      broken.push(`I1 ${effect.id} is ${effect.state}`);
    }
    if (effect.verdict.kind === "ask" && effect.state === "confirmed") {
      const approvedAt = journal.findIndex(
        ({ entry }) => entry.kind === "approval.decided" && entry.state === "approved",
      );
      const sentAt = journal.findIndex(
        ({ entry }) =>
          entry.kind === "effect.moved" && entry.effectId === effect.id && entry.to === "sending",
      );
      if (approvedAt < 0 || sentAt < approvedAt) broken.push(`I2 ${effect.id} was not approved`);
    }
    const isDecided = journal.some(
      ({ entry }) => entry.kind === "effect.proposed" && entry.effectId === effect.id,
    );
    if (!isDecided) broken.push(`I5 ${effect.id} has no decision`);
  }
  const record = await readRecord(ledger, run.id);
  if (record?.verification.kind !== "intact") {
    broken.push(`I5 ${run.id}: ${JSON.stringify(record?.verification)}`);
  }
  return broken;
}

/** Workspaces, and processes that still work in them. */
function judgeLeftovers(dataDirectories: readonly string[]): string[] {
  return dataDirectories.flatMap((directory) => {
    const left = list(join(directory, "workspaces")).map((name) => `I4 workspace ${name} is left`);
    const busy = list("/proc")
      .filter((name) => /^\d+$/.test(name) && commandOf(name).includes(directory))
      .map((pid) => `I4 process ${pid} is left: ${commandOf(pid).slice(0, 80)}`);
    return [...left, ...busy];
  });
}

function list(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // Never made.
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return ""; // It has ended.
  }
}

/** What was charged is recorded; of an answer that the death swallowed nobody can know. */
function judgeMoney(play: Play, runs: readonly Run[], lostAnswers: number): string[] {
  const recorded = runs.reduce((sum, { cost }) => sum + cost.turns, 0);
  const charged = play.charged();
  if (recorded >= charged - lostAnswers) return [];
  return [`I7 ${charged} turns were charged and ${recorded} recorded`];
}

async function judgeTold({ stage, pulls }: Play, ledger: OpenLedger): Promise<string[]> {
  const broken: string[] = [];
  for (const run of await ledger.runs.unpresented(10_000)) broken.push(`I8 ${run.id} is not shown`);
  for (const { number, headSha } of pulls) {
    const checks = await stage.github.checks(headSha);
    if (checks.some(({ status }) => status !== "completed")) {
      broken.push(`I8 the check of #${number} still works`);
    }
  }
  if (await stillAsks(stage)) broken.push("I8 a card still asks");
  return broken;
}
