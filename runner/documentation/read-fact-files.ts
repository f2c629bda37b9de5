import type { DbtProject } from "../dbt/dbt-project.ts";
import type { FactFile } from "../facts/fact-file.ts";
import { factFileName } from "../facts/fact-file-name.ts";
import { readFactFile } from "../facts/read-fact-file.ts";
import type { ProjectFiles } from "../ports/project-files.ts";

/** Directory of the fact files, from the repository's root. */
function factDirectory({ root }: Pick<DbtProject, "root">): string {
  return `${root === "" ? "" : `${root}/`}.buster/facts`;
}

export function factPath(project: Pick<DbtProject, "root">, subject: string): string {
  return `${factDirectory(project)}/${factFileName(subject)}`;
}

/** All fact files of a project by what they are about; those that cannot be read are named. */
export async function readFactFiles(
  project: Pick<DbtProject, "root">,
  files: ProjectFiles,
): Promise<{ facts: ReadonlyMap<string, FactFile>; problems: readonly string[] }> {
  const directory = `${factDirectory(project)}/`;
  const facts = new Map<string, FactFile>();
  const problems: string[] = [];
  for (const path of await files.list()) {
    if (!path.startsWith(directory) || !path.endsWith(".json")) continue;
    const read = readFactFile((await files.read(path)) ?? "");
    if ("problem" in read) problems.push(`${path}: ${read.problem}`);
    else facts.set(read.subject, read);
  }
  return { facts, problems };
}
