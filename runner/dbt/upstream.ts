import type { DbtProject } from "./dbt-project.ts";

/** Everything that a model reads, directly or not, nearest first: models and seeds by name, sources as `source.table`. */
export function upstream(project: DbtProject, name: string): readonly string[] {
  const models = new Map(project.models.map((model) => [model.name, model]));
  const found = new Set<string>();
  for (let level = [name]; level.length > 0; ) {
    const next = level.flatMap((node) => {
      const model = models.get(node);
      return model === undefined ? [] : [...model.refs, ...model.sources];
    });
    level = [...new Set(next)].filter((node) => node !== name && !found.has(node));
    for (const node of level) found.add(node);
  }
  return [...found];
}
