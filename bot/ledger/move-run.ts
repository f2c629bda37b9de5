import { isRunMove, type RunState } from "#agents-schema/run.ts";
import type { LockedRun } from "./lock-run.ts";
import { recordEntry } from "./record-entry.ts";
import type { Sql } from "./sql.ts";

/** Moves a locked run and journals it. Throws on a move that the table does not have. */
export async function moveRun(
  sql: Sql,
  run: LockedRun,
  to: RunState,
  reason: string | null,
): Promise<void> {
  if (!isRunMove(run.state, to)) {
    throw new Error(`run ${run.id} may not go from ${run.state} to ${to}`);
  }
  await sql.query(
    `moving run ${run.id}`,
    "update buster.run set state = $2, reason = $3 where id = $1",
    [run.id, to, reason],
  );
  await recordEntry(sql, run, { kind: "run.moved", from: run.state, to, reason });
}
