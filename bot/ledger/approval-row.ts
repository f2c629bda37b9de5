import { Approval } from "#agents-schema/approval.ts";

/** What was asked: kept as one document. The answer has its own columns. */
export const ApprovalDoc = Approval.pick({
  effectIds: true,
  digest: true,
  headSha: true,
  approvers: true,
  count: true,
  allowSelf: true,
  requestedBy: true,
  createdAt: true,
  expiresAt: true,
});

export interface ApprovalRow {
  id: string;
  token: string;
  run_id: string;
  doc: string;
  state: string;
  votes: string;
  decided_by: string | null;
  decided_at: Date | null;
  decided_as: string | null;
  reason: string | null;
}

export const approvalColumns =
  "id, token, run_id, doc, state, votes, decided_by, decided_at, decided_as, reason";

/** An approval from its row. Throws when the row is not one that this version knows. */
export function parseApproval(row: ApprovalRow): Approval {
  return Approval.parse({
    ...JSON.parse(row.doc),
    id: row.id,
    token: row.token,
    runId: row.run_id,
    state: row.state,
    votes: JSON.parse(row.votes),
    decidedBy: row.decided_by === null ? null : JSON.parse(row.decided_by),
    decidedAt: row.decided_at?.toISOString() ?? null,
    as: row.decided_as,
    reason: row.reason,
  });
}
