import type { DbtProject } from "../../dbt/dbt-project.ts";

/** A project as it is in one of two versions. */
export interface ProjectSide {
  project: DbtProject;
  /** Path → text of everything that dbt reads, seeds included. */
  files: ReadonlyMap<string, string>;
}
