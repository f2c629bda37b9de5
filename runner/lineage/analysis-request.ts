import type { ColumnLineage } from "./column-lineage.ts";
import type { ProjectJinja } from "./render-model.ts";

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

/** Whoever reads SQL for what its columns are made of: an answer for everything, never a rejection. */
export interface LineageReader {
  lineage(request: AnalysisRequest): Promise<ColumnLineage>;
}
