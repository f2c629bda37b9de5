import type { Approval } from "#agents-schema/approval.ts";
import { type ApprovalRow, approvalColumns, parseApproval } from "./approval-row.ts";
import { type LockedRun, lockRun } from "./lock-run.ts";
import type { Sql } from "./sql.ts";

/**
 * An approval that nobody else can change until the transaction ends: its run's row is the lock of
 * everything that belongs to the run, so it is read only after that. Throws on an unknown id.
 */
export async function lockApproval(
  sql: Sql,
  approvalId: string,
): Promise<{ run: LockedRun; approval: Approval }> {
  const [known] = await sql.query<{ run_id: string }>(
    `looking for approval ${approvalId}`,
    "select run_id from buster.approval where id = $1",
    [approvalId],
  );
  const run = known && (await lockRun(sql, known.run_id));
  const [row] = await sql.query<ApprovalRow>(
    `reading approval ${approvalId}`,
    `select ${approvalColumns} from buster.approval where id = $1`,
    [approvalId],
  );
  if (run === undefined || row === undefined) throw new Error(`there is no approval ${approvalId}`);
  return { run, approval: parseApproval(row) };
}
