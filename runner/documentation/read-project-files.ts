import type { DbtProject } from "../dbt/dbt-project.ts";
import { indexProject } from "../dbt/index-project.ts";
import type { ProjectFiles } from "../ports/project-files.ts";

const structure = /\.(?:sql|ya?ml|md|py)$/;

/** The dbt project that the files are of. Rows of seeds are data, not structure: only their names count. */
export async function readProjectFiles(files: ProjectFiles): Promise<DbtProject> {
  const texts = new Map<string, string>();
  for (const path of await files.list()) {
    if (path.endsWith(".csv")) texts.set(path, "");
    if (!structure.test(path)) continue;
    const text = await files.read(path);
    if (text !== undefined) texts.set(path, text);
  }
  return indexProject(texts);
}
