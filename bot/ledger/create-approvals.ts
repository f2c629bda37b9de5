import type { Approval } from "#agents-schema/approval.ts";
import type { Approvals } from "../ports.ts";
import { ApprovalDoc, type ApprovalRow, approvalColumns, parseApproval } from "./approval-row.ts";
import { lockApproval } from "./lock-approval.ts";
import { lockRun } from "./lock-run.ts";
import { recordEntry } from "./record-entry.ts";
import type { Database } from "./sql.ts";

/** Approvals: asked once, voted on by different people, decided once. */
export function createApprovals(database: Database): Approvals {
  const find = async (doing: string, condition: string, value: unknown): Promise<Approval[]> => {
    const rows = await database.query<ApprovalRow>(
      doing,
      `select ${approvalColumns} from buster.approval where ${condition}`,
      [value],
    );
    return rows.map(parseApproval);
  };

  return {
    async request(approval) {
      const doing = `asking for approval ${approval.id}`;
      return database.transaction(doing, async (sql) => {
        const run = await lockRun(sql, approval.runId);
        if (run === undefined) throw new Error(`there is no run ${approval.runId}`);
        // Looked at under the lock: a stop that comes later finds the approval and ends it.
        if (run.state !== "awaiting_approval") return false;
        const rows = await sql.query(
          doing,
          `insert into buster.approval (id, token, run_id, doc, state, votes, expires_at)
           values ($1, $2, $3, $4, 'pending', '[]', $5) on conflict (id) do nothing returning id`,
          [
            approval.id,
            approval.token,
            approval.runId,
            JSON.stringify(ApprovalDoc.parse(approval)),
            approval.expiresAt,
          ],
        );
        if (rows.length === 0) return true;
        const { id: approvalId, digest } = approval;
        await recordEntry(sql, run, { kind: "approval.requested", approvalId, digest });
        return true;
      });
    },

    async byToken(token) {
      const [approval] = await find("looking for an approval", "token = $1", token);
      return approval;
    },

    ofRun: (runId) =>
      find(`reading the approvals of run ${runId}`, "run_id = $1 order by ordinal", runId),

    async vote(approvalId, { actor, login: spelled, at }) {
      const doing = `counting a vote for approval ${approvalId}`;
      return database.transaction(doing, async (sql) => {
        const { run, approval } = await lockApproval(sql, approvalId);
        const login = spelled.toLowerCase();
        const hasVoted = approval.votes.some((vote) => vote.login === login);
        if (hasVoted || approval.state !== "pending") return approval;

        // Whose an older vote without a login is cannot be told: it does not count beside others.
        const known = approval.votes.filter((vote) => vote.login !== "");
        const votes = [...known, { actor, login, at }];
        await sql.query(doing, "update buster.approval set votes = $2 where id = $1", [
          approvalId,
          JSON.stringify(votes),
        ]);
        await recordEntry(sql, run, { kind: "approval.voted", approvalId, by: actor, login });
        return { ...approval, votes };
      });
    },

    async decide(approvalId, { state, by, as = null, reason = null }) {
      const doing = `deciding approval ${approvalId}`;
      return database.transaction(doing, async (sql) => {
        const { run, approval } = await lockApproval(sql, approvalId);
        if (approval.state !== "pending") return false;

        await sql.query(
          doing,
          `update buster.approval
           set state = $2, decided_by = $3, decided_at = $4, decided_as = $5, reason = $6
           where id = $1`,
          [approvalId, state, JSON.stringify(by), run.at, as, reason],
        );
        await recordEntry(sql, run, { kind: "approval.decided", approvalId, state, by, reason });
        return true;
      });
    },

    expired: (now) =>
      find(
        "looking for expired approvals",
        "state = 'pending' and expires_at <= $1 order by expires_at",
        now.toISOString(),
      ),
  };
}
