import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#agents-schema/actor.ts";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { answerApproval } from "#bot/flow/answer-approval.ts";
import type { House } from "#bot/flow/house.ts";
import { readRecord } from "#bot/flow/read-record.ts";
import { checkOutput } from "#bot/views/check-output.ts";
import { foldRun } from "#bot/views/fold-run.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";
import { aCommit, askAgain, askedApproval } from "./propose-in-house.ts";

const ben: Actor = { kind: "github", login: "ben", id: 3, isBot: false };

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    ".buster/agents/docs.yml": agentFile("docs", 'events: [opened], on_changed_files: "*.sql"'),
  });
});
afterAll(() => open.close());

/** A proposal that ben sends back, and the one that comes instead. */
async function replaced(title: string) {
  const first = await askedApproval(open, title);
  await answerApproval(open.house, first, { kind: "request_changes", text: "Shorter." }, ben);
  await open.work(first.runId, [aCommit("Document a, shorter")], "awaiting_approval");
  return { first, second: await askAgain(open, first.runId) };
}

async function buttonsOf(house: House, runId: string): Promise<string[]> {
  const record = await readRecord(house, runId);
  if (record === undefined) throw new Error("no such run");
  const { run, journal, effects, approvals } = record;
  return checkOutput(foldRun(run, journal, effects, approvals)).actions.map(
    ({ identifier }) => identifier,
  );
}

let clicks = 0;
async function click(runId: string, action: string): Promise<string> {
  const run = await open.house.runs.load(runId);
  if (run === undefined) throw new Error("no such run");
  const { repository, headSha } = run;
  const event = { kind: "check_action", repository, externalId: runId, headSha, action } as const;
  return admitEvent(open.house, { id: `click:${++clicks}`, event: { ...event, sender: ben } });
}

async function write(number: number, body: string): Promise<string> {
  await open.github.comment({ user: "ben", number, body });
  return admitEvent(open.house, { id: `comment:${++clicks}`, event: open.lastEvent("comment") });
}

const stateOf = async (runId: string) => (await open.house.approvals.ofRun(runId)).at(-1)?.state;

test("the buttons of a check answer what the check showed, never what replaced it", async () => {
  const { first, second } = await replaced("button");
  const { runId } = second;

  const old = await click(runId, `approve:${first.digest.slice(0, 8)}`);
  const plain = await click(runId, "approve");
  const before = await stateOf(runId);
  const [approve = ""] = await buttonsOf(open.house, runId);
  await click(runId, approve);

  expect(old).toContain("replaced");
  expect(plain).toContain("more than one proposal");
  expect(before).toBe("pending");
  expect(approve).toBe(`approve:${second.digest.slice(0, 8)}`);
  expect(await stateOf(runId)).toBe("approved");
});

test("a button of an older version answers the only proposal that there was", async () => {
  const only = await askedApproval(open, "plain");

  await click(only.runId, "open_pull_request");

  const [decided] = await open.house.approvals.ofRun(only.runId);
  expect(decided).toMatchObject({ state: "approved", as: "pull_request" });
});

test("every button of a check names its proposal", async () => {
  const { runId, digest } = await askedApproval(open, "all");
  const shown = digest.slice(0, 8);

  expect(await buttonsOf(open.house, runId)).toEqual([
    `approve:${shown}`,
    `open_pr:${shown}`,
    `dismiss:${shown}`,
  ]);
  await click(runId, `open_pr:${shown}`);

  const [decided] = await open.house.approvals.ofRun(runId);
  expect(decided).toMatchObject({ state: "approved", as: "pull_request" });
});

test("a comment has to name the proposal once there was another one", async () => {
  const { second } = await replaced("comment");
  const number = open.lastEvent("pull_request").pullRequest.number;

  const unnamed = await write(number, "@buster approve");
  const before = await stateOf(second.runId);
  await write(number, `@buster approve ${second.digest.slice(0, 12)}`);

  expect(unnamed).toContain(`@buster approve ${second.digest.slice(0, 12)}`);
  expect(before).toBe("pending");
  expect(await stateOf(second.runId)).toBe("approved");
});
