import { assembleProject } from "./assemble/assemble-project.ts";
import type { DbtProject } from "./dbt-project.ts";
import { readFileFacts } from "./facts/read-file-facts.ts";

/**
 * Reads a dbt project from its files (path → text). Never throws: what cannot be read is named in
 * `problems` and left out. Where there are several projects, the one nearest to the root counts.
 */
export function indexProject(files: ReadonlyMap<string, string>): DbtProject {
  return assembleProject(
    new Map([...files].map(([path, text]) => [path, readFileFacts(path, text)])),
  );
}
