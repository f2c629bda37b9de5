import type { DbtProject, DbtReads } from "./dbt-project.ts";
import { readersOf } from "./readers-of.ts";

/** What something in a project is. */
export type NodeKind =
  | "model"
  | "seed"
  | "snapshot"
  | "source"
  | "exposure"
  | "metric"
  | "semantic_model"
  | "analysis"
  | "test";

export interface GraphNode {
  /** Models, seeds and snapshots by name, sources as `source.table`, others with their kind: `exposure:weekly_report`. */
  name: string;
  kind: NodeKind;
  /** undefined: the project's own. */
  package: string | undefined;
  enabled: boolean;
  /** Names of what it reads, in order. */
  reads: readonly string[];
}

export interface ProjectGraph {
  nodes: ReadonlyMap<string, GraphNode>;
  /** What reads it, in the order of the project. */
  readers: ReadonlyMap<string, readonly string[]>;
}

/** Everything in a project that reads or is read. Packages' nodes are among them as far as their names are nobody else's. */
export function projectGraph(project: DbtProject): ProjectGraph {
  const nodes = new Map<string, GraphNode>();
  const add = (node: GraphNode) => {
    if (!nodes.has(node.name)) nodes.set(node.name, node);
  };
  const reads = (node: DbtReads) => [...node.refs, ...node.sources];
  const addRelations = (
    {
      models,
      seeds,
      snapshots,
      sources,
    }: Pick<DbtProject, "models" | "seeds" | "snapshots" | "sources">,
    owner: string | undefined,
  ) => {
    const named = (name: string) =>
      owner !== undefined && nodes.has(name) ? `${owner}/${name}` : name;
    for (const model of models) {
      const { name, config } = model;
      add({
        name: named(name),
        kind: "model",
        package: owner,
        enabled: config.enabled,
        reads: reads(model),
      });
    }
    for (const { name, config } of seeds) {
      add({ name: named(name), kind: "seed", package: owner, enabled: config.enabled, reads: [] });
    }
    for (const snapshot of snapshots) {
      const { name, config } = snapshot;
      add({
        name: named(name),
        kind: "snapshot",
        package: owner,
        enabled: config.enabled,
        reads: reads(snapshot),
      });
    }
    for (const { name, enabled } of sources) {
      add({ name, kind: "source", package: owner, enabled, reads: [] });
    }
  };
  addRelations(project, undefined);
  for (const vendored of project.packages) addRelations(vendored, vendored.name);

  const others = { package: undefined };
  for (const query of project.analyses) {
    add({
      ...others,
      name: `analysis:${query.name}`,
      kind: "analysis",
      enabled: query.enabled,
      reads: reads(query),
    });
  }
  for (const query of project.tests) {
    add({
      ...others,
      name: `test:${query.name}`,
      kind: "test",
      enabled: query.enabled,
      reads: reads(query),
    });
  }
  for (const { name, model, enabled } of project.semanticModels) {
    const read = model === undefined ? [] : [model];
    add({
      ...others,
      name: `semantic_model:${name}`,
      kind: "semantic_model",
      enabled,
      reads: read,
    });
  }
  for (const { name, dependsOn, enabled } of project.metrics) {
    add({ ...others, name: `metric:${name}`, kind: "metric", enabled, reads: dependsOn });
  }
  for (const exposure of project.exposures) {
    const metrics = exposure.metrics.map((name) => `metric:${name}`);
    const { name, enabled } = exposure;
    add({
      ...others,
      name: `exposure:${name}`,
      kind: "exposure",
      enabled,
      reads: [...reads(exposure), ...metrics],
    });
  }
  return { nodes, readers: readersOf(nodes) };
}
