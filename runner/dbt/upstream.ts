import type { DbtProject } from "./dbt-project.ts";
import { projectGraph } from "./project-graph.ts";
import { reach } from "./reach.ts";

/** Everything that a node of `projectGraph` reads, directly or not, nearest first: models and seeds by name, sources as `source.table`. */
export function upstream(project: DbtProject, name: string): readonly string[] {
  const { nodes } = projectGraph(project);
  return reach(name, (node) => nodes.get(node)?.reads ?? []);
}
