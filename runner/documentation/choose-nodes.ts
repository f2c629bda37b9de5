import type { DbtProject } from "../dbt/dbt-project.ts";
import { selectNodes } from "../lineage/select-nodes.ts";
import { type ProjectNode, projectNodes } from "./project-node.ts";

/** What a selection means, in lineage order; a sentence when it means nothing. */
export function chooseNodes(
  project: DbtProject,
  { select, exclude }: { select?: string | undefined; exclude?: string | undefined },
): { nodes: readonly ProjectNode[] } | { problem: string } {
  const all = projectNodes(project);
  if (select === undefined && exclude === undefined) return { nodes: all };
  const wanted = selectNodes(project, select ?? "*", exclude);
  if ("problem" in wanted) return wanted;
  const names = new Set(wanted.names);
  const nodes = all.filter(({ name }) => names.has(name));
  if (nodes.length > 0) return { nodes };
  return {
    problem: `nothing matches ${select ?? "*"}${exclude === undefined ? "" : ` without ${exclude}`}`,
  };
}
