import { randomUUID } from "node:crypto";
import type { Approval } from "#agents-schema/approval.ts";
import type { Delivery } from "#agents-schema/event.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import type { NewRun } from "#bot/ports.ts";
import { aRun } from "../workshop/a-run.ts";

export const mia = { kind: "github", login: "mia", id: 1, isBot: false } as const;
export const ben = { kind: "slack", user: "U2", team: "T1" } as const;

/** Ids are new each time, so that tests may share one database. */
export function aNewRun(changes: Partial<NewRun> = {}): NewRun {
  const { state, version, journalHead, createdAt, updatedAt, ...run } = aRun();
  return { ...run, id: `run-${randomUUID()}`, concurrencyKey: randomUUID(), ...changes };
}

export function aDelivery(text = "@buster help"): Delivery {
  return {
    id: `slack:${randomUUID()}`,
    event: {
      kind: "slack_mention",
      channel: "C1",
      ts: "1.1",
      thread: "1.1",
      text,
      sender: ben,
    },
  };
}

export function anEffect(runId: string, changes: Partial<StoredEffect> = {}): StoredEffect {
  return {
    id: `${runId}-e4`,
    runId,
    seq: 4,
    effect: { kind: "comment", body: "Looks good." },
    verdict: { kind: "ask", reason: "comments need a person" },
    state: "proposed",
    digest: "d1",
    receipt: null,
    reason: null,
    ...changes,
  };
}

export function anApproval(runId: string, changes: Partial<Approval> = {}): Approval {
  return {
    id: `${runId}-a4`,
    token: randomUUID(),
    runId,
    effectIds: [`${runId}-e4`],
    digest: "d1",
    headSha: "head",
    state: "pending",
    approvers: ["@acme/data"],
    count: 2,
    allowSelf: false,
    requestedBy: mia,
    createdAt: "2025-01-01T00:00:00.000Z",
    expiresAt: "2025-01-02T00:00:00.000Z",
    votes: [],
    decidedBy: null,
    decidedAt: null,
    as: null,
    reason: null,
    ...changes,
  };
}
