import type { DbtProject } from "../dbt/dbt-project.ts";
import type { AnalysisRequest } from "../lineage/analysis-request.ts";
import type { ProjectFiles } from "../ports/project-files.ts";
import type { SqlAnalyst } from "../ports/sql-analyst.ts";
import type { Writer } from "../ports/writer.ts";
import type { Clock, Log, Warehouse } from "../ports.ts";
import type { SqlAccess } from "../sql/sql-access.ts";
import type { DocumentationProgress } from "./documentation-report.ts";
import type { Notebook } from "./notebook.ts";

/** What documenting a project needs of the world. */
export interface DocumentWorld {
  project: DbtProject;
  files: ProjectFiles;
  /** Opens one more connection; undefined: there is no warehouse, so nothing is measured. */
  openWarehouse: (() => Promise<Warehouse>) | undefined;
  /** Of the warehouse, or of what the project says where there is none. */
  dialect: AnalysisRequest["dialect"];
  analyst: SqlAnalyst;
  writer: Writer;
  notebook: Notebook;
  clock: Clock;
  /** What is finished when it aborts is kept. */
  signal: AbortSignal;
  log: Log;
  report(progress: DocumentationProgress): void;
}

export interface DocumentRequest {
  /** dbt node selection; undefined: everything of the project itself, not of its packages. */
  select: string | undefined;
  exclude?: string | undefined;
  /** Relations worked on at once. */
  concurrency: number;
  layout: "dbt" | "buster";
  /** Everything is done but for the writing of files. */
  dryRun: boolean;
  /** What an agent's `restrictions.sql` says; columns that it denies are not looked at. */
  access?: SqlAccess;
  /** Longest time of one statement, in milliseconds. */
  timeoutMs: number;
}
