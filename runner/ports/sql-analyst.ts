import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { ProjectJinja } from "../lineage/render-model.ts";

/** A node whose SQL is read. `sql` is the file's text, with its Jinja. */
export interface AnalysisRequest {
  name: string;
  sql: string;
  dialect: "duckdb" | "postgres" | "snowflake" | "bigquery";
  /** Columns of what it reads, where known: node name (`model`, `source.table`) → columns in order. */
  columns: ReadonlyMap<string, readonly { name: string; type: string | undefined }[]>;
  /** Nodes of `columns` that may have more columns than are named there. */
  incomplete?: ReadonlySet<string>;
  /** Macros and variables of its project; the same object for all of its nodes. Left out: none are known. */
  jinja?: Omit<ProjectJinja, "adapter">;
}

/**
 * Reads SQL for what its columns are made of.
 *
 * Contract:
 * - What cannot be read, in time or at all, is `unknown` with the reason: an answer, never a rejection.
 * - Works in a thread of its own under a time and a memory limit; one statement never harms another.
 */
export interface SqlAnalyst {
  lineage(request: AnalysisRequest): Promise<ColumnLineage>;
  close(): Promise<void>;
}
