import { expect, test } from "vitest";
import type { Approval } from "#agents-schema/approval.ts";
import { judgeVote, type VoteFacts } from "#bot/gate/judge-vote.ts";

const mia = { kind: "github", login: "mia", id: 1, isBot: false } as const;
const ana = { kind: "slack", user: "U0ANA", team: "T1" } as const;

const approval: Approval = {
  id: "run-1-a0",
  token: "t",
  runId: "run-1",
  effectIds: ["run-1-e0"],
  digest: "d1",
  headSha: "h1",
  state: "pending",
  approvers: [],
  count: 1,
  allowSelf: false,
  requestedBy: mia,
  createdAt: "2026-01-01T00:00:00.000Z",
  expiresAt: "2026-01-02T00:00:00.000Z",
  votes: [],
  decidedBy: null,
  decidedAt: null,
  as: null,
  reason: null,
};
const facts: VoteFacts = {
  now: new Date("2026-01-01T12:00:00.000Z"),
  voter: ana,
  login: "ana",
  requesterLogin: "mia",
  permission: "write",
  isNamedApprover: false,
  headNow: "h1",
  digestNow: "d1",
};

test("a person with write permission counts, on what was shown", () => {
  expect(judgeVote(approval, facts)).toEqual({ kind: "count", login: "ana" });
});

test.each<[string, Partial<Approval>, Partial<VoteFacts>, string]>([
  ["decided already", { state: "approved" }, {}, "already approved"],
  ["too late", {}, { now: new Date("2026-01-02T00:00:00.000Z") }, "expired"],
  ["a bot", {}, { voter: { ...mia, isBot: true } }, "a bot"],
  ["somebody whom nobody knows on GitHub", {}, { login: undefined }, "not linked"],
  ["a reader", {}, { permission: "read" }, "no write permission"],
  ["permission that could not be found out", {}, { permission: "none" }, "no write permission"],
  ["not among those named", { approvers: ["@acme/data"] }, {}, "only @acme/data"],
  ["whoever asked, by the same account", {}, { voter: mia, login: "mia" }, "whoever asked"],
  ["whoever asked, by another account", {}, { login: "MIA" }, "whoever asked"],
  ["a head that could not be read", {}, { headNow: undefined }, "could not be read"],
])("refused: %s", (_story, ofApproval, ofFacts, reason) => {
  const verdict = judgeVote({ ...approval, ...ofApproval }, { ...facts, ...ofFacts });

  expect(verdict).toMatchObject({ kind: "refuse" });
  expect("reason" in verdict ? verdict.reason : "").toContain(reason);
});

test("named approvers count, and whoever asked where the file allows it", () => {
  const named = { ...approval, approvers: ["@acme/data"] };

  expect(judgeVote(named, { ...facts, isNamedApprover: true }).kind).toBe("count");
  expect(
    judgeVote({ ...approval, allowSelf: true }, { ...facts, voter: mia, login: "mia" }).kind,
  ).toBe("count");
});

test("a moved head or another payload ends the approval", () => {
  expect(judgeVote(approval, { ...facts, headNow: "h2" }).kind).toBe("supersede");
  expect(judgeVote(approval, { ...facts, digestNow: "d2" }).kind).toBe("supersede");
});
