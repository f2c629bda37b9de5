import type { DbtProject } from "./dbt-project.ts";
import { projectGraph } from "./project-graph.ts";
import { reach } from "./reach.ts";

/**
 * Everything that reads this model, seed, snapshot or source (`source.table`), directly or not, nearest first:
 * models and snapshots by name, others with their kind, such as `exposure:weekly_report`.
 */
export function downstream(project: DbtProject, name: string): readonly string[] {
  const { readers } = projectGraph(project);
  return reach(name, (node) => readers.get(node) ?? []);
}
