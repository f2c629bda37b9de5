import { randomBytes } from "node:crypto";
import type { FileChange } from "#agents-schema/effect.ts";
import { approvalDigest } from "#bot/gate/approval-digest.ts";
import { effectDigest } from "#bot/gate/effect-digest.ts";
import type { OpenLedger } from "#bot/ledger/open-ledger.ts";
import type { NewRun } from "#bot/ports.ts";
import { aNewRun, ben, mia } from "./ledger-builders.ts";

const before = `version: 2

models:
  - name: fct_orders
    columns:
      - name: order_id
`;

const content = `version: 2

models:
  - name: fct_orders
    description: >
      One row per order. 12,480 rows; 3.1% have no shipped_at because they are still open.
    columns:
      - name: order_id
        description: Primary key, unique and never null.
        data_type: BIGINT
      - name: status
        description: "open, paid, shipped or returned"
`;

const documentation: FileChange = {
  path: "models/marts/_marts__models.yml",
  status: "modified",
  before,
  content,
};

/** A run with everything that a run can have: facts, a commit that two people approved, a review. */
export async function aWholeRun(
  ledger: OpenLedger,
  changes: Partial<NewRun> = {},
): Promise<string> {
  const { runs, outbox, approvals } = ledger;
  const run = aNewRun({
    headSha: "4f2a9c1be07d",
    baseSha: "9d01e6aa5c43",
    cost: { usd: 0.043, inputTokens: 17_300, outputTokens: 430, turns: 2 },
    ...changes,
  });
  const at = "2025-03-01T09:00:00.000Z";
  await runs.create(run);
  await runs.move(run.id, ["queued"], "preparing", null);
  const workspace = { headSha: run.headSha, files: 48, sandbox: "bubblewrap" };
  await runs.append(run.id, { kind: "workspace.ready", ...workspace });
  const models = ["fct_orders"];
  await runs.append(run.id, { kind: "context.loaded", files: ["AGENTS.md"], models });
  await runs.move(run.id, ["preparing"], "running", null);
  await runs.append(run.id, {
    kind: "model.turn",
    turn: 1,
    model: "claude-sonnet-4-5",
    blocks: [
      { kind: "text", text: "I will measure the table first." },
      { kind: "tool_call", id: "c1", tool: "retrieve_metadata", input: { model: "fct_orders" } },
    ],
    stop: "tools",
    cost: { usd: 0.031, inputTokens: 8200, outputTokens: 310, turns: 1 },
  });
  for (const [id, metric, value, query] of [
    ["F1", "row_count", 12_480, "select count(*) from marts.fct_orders"],
    ["F2", "distinct_count", 12_480, "select count(distinct order_id) from marts.fct_orders"],
    ["F3", "null_count", 387, "select count(*) from marts.fct_orders where shipped_at is null"],
  ] as const) {
    const subject = id === "F1" ? "fct_orders" : "fct_orders.shipped_at";
    const fact = { id, subject, metric, value, method: "exact" as const, query, at };
    await runs.append(run.id, { kind: "fact.measured", fact });
  }
  await runs.append(run.id, {
    kind: "tool.result",
    turn: 1,
    callId: "c1",
    tool: "retrieve_metadata",
    outcome: "ok",
    text: "rows: 12480",
    step: "Profiling fct_orders",
    ms: 84,
  });

  const effect = {
    kind: "commit" as const,
    headline: "Document fct_orders",
    body: "Every number is measured: F1, F2, F3.",
    changes: [documentation],
  };
  const stored = {
    id: `${run.id}-e12`,
    runId: run.id,
    seq: 12,
    effect,
    verdict: { kind: "ask" as const, reason: "a commit changes the branch" },
    state: "proposed" as const,
    digest: effectDigest(run, effect),
    receipt: null,
    reason: null,
  };
  await outbox.propose(stored);
  await runs.append(run.id, {
    kind: "model.turn",
    turn: 2,
    model: "claude-sonnet-4-5",
    blocks: [{ kind: "text", text: "I documented fct_orders from 3 measured facts." }],
    stop: "end",
    cost: { usd: 0.012, inputTokens: 9100, outputTokens: 120, turns: 1 },
  });
  await runs.move(run.id, ["running"], "awaiting_approval", "a commit changes the branch");
  await outbox.move(stored.id, "proposed", "awaiting_approval", {});
  const approvalId = `${run.id}-a12`;
  await approvals.request({
    id: approvalId,
    token: randomBytes(16).toString("hex"),
    runId: run.id,
    effectIds: [stored.id],
    digest: approvalDigest(run, [stored]),
    headSha: run.headSha,
    state: "pending",
    approvers: ["@acme/data"],
    count: 2,
    allowSelf: true,
    requestedBy: mia,
    createdAt: at,
    expiresAt: "2025-03-02T09:00:00.000Z",
    votes: [],
    decidedBy: null,
    decidedAt: null,
    as: null,
    reason: null,
  });
  await approvals.vote(approvalId, { actor: mia, login: "mia", at: "2025-03-01T09:04:00.000Z" });
  await approvals.vote(approvalId, { actor: ben, login: "ben", at: "2025-03-01T09:05:00.000Z" });
  await approvals.decide(approvalId, { state: "approved", by: ben, as: "commit" });
  await outbox.move(stored.id, "awaiting_approval", "approved", {});
  await runs.move(run.id, ["awaiting_approval"], "applying", null);
  await outbox.move(stored.id, "approved", "sending", {});
  const url = "https://github.com/acme/bike-shop/commit/77ab12ff90";
  const receipt = { externalId: "77ab12ff90", url, at: "2025-03-01T09:05:03.000Z" };
  await outbox.move(stored.id, "sending", "confirmed", { receipt });
  await runs.move(run.id, ["applying"], "succeeded", "committed 77ab12f");
  return run.id;
}
