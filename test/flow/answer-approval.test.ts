import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#agents-schema/actor.ts";
import type { Approval } from "#agents-schema/approval.ts";
import { admitSlackAction } from "#bot/flow/admit-slack-action.ts";
import { answerApproval } from "#bot/flow/answer-approval.ts";
import { settleRun } from "#bot/flow/settle-run.ts";
import { stopRuns } from "#bot/flow/stop-runs.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";
import { askedApproval, proposingRun } from "./propose-in-house.ts";

const slackAna: Actor = { kind: "slack", team: "T1", user: "U0ANA0001" };
const mia: Actor = { kind: "github", login: "mia", id: 1, isBot: false };

const yes = { kind: "approve" as const, as: "commit" as const };

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    "buster.yml": "people:\n  - {slack: U0ANA0001, github: ana}\n",
    ".buster/agents/docs.yml": agentFile(
      "docs",
      'events: [opened], on_changed_files: "*.sql"',
      "approvals: {count: 2}",
    ),
  });
});
afterAll(() => open.close());

test("a stop while people are being asked leaves nothing to approve", async () => {
  const { house } = open;
  const run = await proposingRun(open, "stopped");
  const request = async (approval: Approval) => {
    await stopRuns(house, [run], mia);
    return house.approvals.request(approval);
  };

  await settleRun({ ...house, approvals: { ...house.approvals, request } }, run.id);

  expect((await house.runs.load(run.id))?.state).toBe("cancelled");
  expect(await house.approvals.ofRun(run.id)).toEqual([]);
  expect(await house.outbox.ofRun(run.id)).toMatchObject([{ state: "cancelled" }]);
});

test("whoever answers what was decided a moment ago hears how", async () => {
  const { house } = open;
  const approval = await askedApproval(open, "late");
  const ben: Actor = { kind: "github", login: "ben", id: 3, isBot: false };
  const dismiss = { kind: "dismiss" as const, reason: "Not now." };

  const first = await answerApproval(house, approval, dismiss, ben);
  const approves = await answerApproval(house, approval, yes, slackAna);
  const dismisses = await answerApproval(house, approval, dismiss, slackAna);

  expect(first.counted).toBe(true);
  expect(approves).toEqual({ counted: false, say: "Not counted: this was already dismissed." });
  expect(dismisses).toEqual(approves);
});

test("reasons name people so that every surface can show them", async () => {
  const { house } = open;
  const dismissed = await askedApproval(open, "named");
  const stopped = await proposingRun(open, "halted");

  await answerApproval(house, dismissed, { kind: "dismiss", reason: null }, slackAna);
  await stopRuns(house, [stopped], slackAna);

  expect((await house.runs.load(dismissed.runId))?.reason).toBe("dismissed by @ana");
  expect((await house.runs.load(stopped.id))?.reason).toBe("stopped by U0ANA0001 (Slack)");
});

test("one person with two accounts is one approver", async () => {
  const { house } = open;
  const approval = await askedApproval(open, "one");
  const githubAna: Actor = { kind: "github", login: "ana", id: 2, isBot: false };
  const ben: Actor = { kind: "github", login: "ben", id: 3, isBot: false };

  const once = await answerApproval(house, approval, yes, slackAna);
  const again = await answerApproval(house, approval, yes, githubAna);
  const other = await answerApproval(house, approval, yes, ben);

  expect(once.say).toBe("Counted: 1 of 2 approvals.");
  expect(again.say).toBe("Counted: 1 of 2 approvals.");
  expect(other.say).toContain("Approved");
  const [decided] = await house.approvals.ofRun(approval.runId);
  expect(decided?.votes.map(({ login }) => login)).toEqual(["ana", "ben"]);
});

test("a click that was hours on its way is not counted, and whoever clicked hears why", async () => {
  const { house } = open;
  const approval = await askedApproval(open, "offline");
  const click = {
    kind: "slack_action" as const,
    action: "approve",
    value: approval.token,
    channel: "C1",
    lateSeconds: 7200,
    sender: slackAna,
  };

  const said = await admitSlackAction(house, click);

  expect(said).toContain("120 minutes late");
  expect((await house.approvals.byToken(approval.token))?.votes).toEqual([]);
});

test("an approval that stands for something else by now is carried out by nobody", async () => {
  const { house } = open;
  const approval = await askedApproval(open, "tampered");
  const ben: Actor = { kind: "github", login: "ben", id: 3, isBot: false };
  await answerApproval(house, approval, yes, slackAna);
  await answerApproval(house, approval, yes, ben);
  const ofRun: typeof house.approvals.ofRun = async (runId) =>
    (await house.approvals.ofRun(runId)).map((one) => ({ ...one, digest: "0".repeat(64) }));

  await settleRun({ ...house, approvals: { ...house.approvals, ofRun } }, approval.runId);

  const [effect] = await house.outbox.ofRun(approval.runId);
  expect(effect).toMatchObject({
    state: "failed",
    reason: "what was approved is not what is stored now",
  });
});
