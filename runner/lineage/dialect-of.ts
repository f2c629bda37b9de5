import type { DbtProject } from "../dbt/dbt-project.ts";
import type { AnalysisRequest } from "./analysis-request.ts";

const dialects: Readonly<Record<string, AnalysisRequest["dialect"]>> = {
  duckdb: "duckdb",
  postgres: "postgres",
  redshift: "postgres",
  snowflake: "snowflake",
  bigquery: "bigquery",
};

/** In which SQL a project is written, as far as its target says. */
export function dialectOf({ target }: DbtProject): AnalysisRequest["dialect"] {
  return dialects[target.type ?? ""] ?? "duckdb";
}
