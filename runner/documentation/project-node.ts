import type { DbtProject, DbtProperties } from "../dbt/dbt-project.ts";

/** Something with a relation of its own that can be documented. */
export interface ProjectNode {
  name: string;
  kind: "model" | "seed" | "snapshot" | "source";
  /** File that defines it; of a source the property file. From the repository's root. */
  path: string;
  /** Directory that it is reported under. */
  folder: string;
  properties: DbtProperties;
  /** What it reads: models, seeds, snapshots and `source.table`. */
  reads: readonly string[];
}

/** Everything of the project that can be documented, what is read before what reads it. */
export function projectNodes(project: DbtProject): readonly ProjectNode[] {
  const { models, seeds, snapshots, sources } = project;
  const nodes: ProjectNode[] = [
    ...sources.map((source) => ({
      ...about(source, "source", source.yamlPath ?? ""),
      reads: [],
    })),
    ...seeds.map((seed) => ({ ...about(seed, "seed", seed.path), reads: [] })),
    ...models
      .filter(({ config }) => config.enabled)
      .map((model) => ({
        ...about(model, "model", model.path),
        reads: [...model.refs, ...model.sources],
      })),
    ...snapshots
      .filter(({ config }) => config.enabled)
      .map((snapshot) => ({
        ...about(snapshot, "snapshot", snapshot.path),
        reads: [...snapshot.refs, ...snapshot.sources],
      })),
  ];
  return inLineageOrder(nodes);
}

function about(
  node: DbtProperties & { name: string },
  kind: ProjectNode["kind"],
  path: string,
): Omit<ProjectNode, "reads"> {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".";
  return { name: node.name, kind, path, folder, properties: node };
}

function inLineageOrder(nodes: readonly ProjectNode[]): ProjectNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered = new Set<ProjectNode>();
  const open = new Set<ProjectNode>();
  // Not by recursion: a chain of thousands of models is deeper than the stack.
  for (const start of nodes) {
    const stack = [start];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      open.add(node);
      const before = node.reads
        .flatMap((name) => byName.get(name) ?? [])
        .find((read) => !ordered.has(read) && !open.has(read));
      if (before !== undefined) {
        stack.push(before);
        continue;
      }
      ordered.add(node);
      stack.pop();
    }
  }
  return [...ordered];
}
