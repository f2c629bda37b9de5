import type { Run } from "#agents-schema/run.ts";
import { parseRun, type RunRow, runColumns } from "./run-row.ts";
import type { Sql } from "./sql.ts";

/** Runs by what comes after `where`, which only this room writes; values stay parameters. */
export async function findRuns(
  sql: Sql,
  doing: string,
  condition: string,
  values: readonly unknown[],
): Promise<Run[]> {
  const rows = await sql.query<RunRow>(
    doing,
    `select ${runColumns} from buster.run where ${condition}`,
    values,
  );
  return rows.map(parseRun);
}
