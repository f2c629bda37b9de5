import type { DbtProject } from "./dbt-project.ts";

/** Every model that reads this model, seed or source (`source.table`), directly or not, nearest first. */
export function downstream(project: DbtProject, name: string): readonly string[] {
  const readers = new Map<string, string[]>();
  for (const model of project.models) {
    for (const node of [...model.refs, ...model.sources]) {
      readers.set(node, [...(readers.get(node) ?? []), model.name]);
    }
  }
  const found = new Set<string>();
  for (let level = [name]; level.length > 0; ) {
    const next = level.flatMap((node) => readers.get(node) ?? []);
    level = [...new Set(next)].filter((node) => node !== name && !found.has(node));
    for (const node of level) found.add(node);
  }
  return [...found];
}
