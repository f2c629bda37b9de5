import type { DbtConfig, DbtProject, DbtProperties } from "../dbt/dbt-project.ts";

export type GraphNodeKind =
  | "model"
  | "seed"
  | "snapshot"
  | "source"
  | "analysis"
  | "test"
  | "semantic_model"
  | "metric"
  | "exposure";

/** Something of a dbt project with what it reads. */
export interface GraphNode {
  /** Name of a model, seed or snapshot, `source.table`; of all others with its kind before: `exposure:weekly`. */
  id: string;
  kind: GraphNodeKind;
  path: string;
  /** undefined: the project's own. */
  package: string | undefined;
  /** Ids, each once, in order. Some may be of nothing that is known. */
  reads: readonly string[];
  config: DbtConfig | undefined;
  properties: DbtProperties | undefined;
  /** The selectors' names for it: directories and name below the model path. */
  steps: readonly string[];
}

export interface ProjectGraph {
  nodes: ReadonlyMap<string, GraphNode>;
  /** Who reads it, in order of the nodes. */
  readers: ReadonlyMap<string, readonly string[]>;
}

type Parts = Pick<DbtProject, "models" | "seeds" | "snapshots" | "sources">;

/** Everything that is switched on, of the project and of its packages; where names meet, the project's. */
export function projectGraph(project: DbtProject): ProjectGraph {
  const nodes = new Map<string, GraphNode>();
  for (const node of [...relationsOf(project, project), ...othersOf(project)]) {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
  }
  for (const part of project.packages) {
    for (const node of relationsOf(part, project, part)) {
      const id = nodes.has(node.id) ? `${part.name}/${node.id}` : node.id;
      nodes.set(id, { ...node, id });
    }
  }
  const readers = new Map<string, string[]>();
  for (const { id, reads } of nodes.values()) {
    for (const read of reads) {
      const known = readers.get(read);
      if (known === undefined) readers.set(read, [id]);
      else known.push(id);
    }
  }
  return { nodes, readers };
}

function relationsOf(
  parts: Parts,
  project: DbtProject,
  vendored?: { name: string; root: string },
): GraphNode[] {
  const node = (
    kind: GraphNodeKind,
    given: DbtProperties & { name: string; config?: DbtConfig },
    path: string,
    reads: readonly string[],
  ): GraphNode => ({
    id: given.name,
    kind,
    path,
    package: vendored?.name,
    reads: [...new Set(reads)].filter((read) => read !== given.name),
    config: given.config,
    properties: given,
    steps: stepsOf(path, vendored?.root ?? project.root, given.name),
  });
  return [
    ...parts.sources
      .filter(({ enabled }) => enabled)
      .map((source) => node("source", source, source.yamlPath ?? "", [])),
    ...parts.seeds
      .filter(({ config }) => config.enabled)
      .map((seed) => node("seed", seed, seed.path, [])),
    ...parts.snapshots
      .filter(({ config }) => config.enabled)
      .map((snapshot) =>
        node("snapshot", snapshot, snapshot.path, [...snapshot.refs, ...snapshot.sources]),
      ),
    ...parts.models
      .filter(({ config }) => config.enabled)
      .map((model) => node("model", model, model.path, [...model.refs, ...model.sources])),
  ];
}

function othersOf(project: DbtProject): GraphNode[] {
  const other = (
    kind: GraphNodeKind,
    { name, path }: { name: string; path: string },
    reads: readonly string[],
  ): GraphNode => ({
    id: `${kind}:${name}`,
    kind,
    path,
    package: undefined,
    reads: [...new Set(reads)],
    config: undefined,
    properties: undefined,
    steps: stepsOf(path, project.root, name),
  });
  const { analyses, tests, unitTests, semanticModels, metrics, exposures } = project;
  const isOn = ({ enabled }: { enabled: boolean }) => enabled;
  return [
    ...analyses.filter(isOn).map((one) => other("analysis", one, [...one.refs, ...one.sources])),
    ...tests.filter(isOn).map((one) => other("test", one, [...one.refs, ...one.sources])),
    ...unitTests.map((one) => other("test", one, [one.model])),
    ...semanticModels
      .filter(isOn)
      .map((one) => other("semantic_model", one, one.model === undefined ? [] : [one.model])),
    ...metrics.filter(isOn).map((one) => other("metric", one, one.dependsOn)),
    ...exposures
      .filter(isOn)
      .map((one) =>
        other("exposure", one, [
          ...one.refs,
          ...one.sources,
          ...one.metrics.map((metric) => `metric:${metric}`),
        ]),
      ),
  ];
}

/** dbt's own name for it without the project: the directories below the first one, then the name. */
function stepsOf(path: string, root: string, name: string): string[] {
  const inside = root === "" ? path : path.slice(root.length + 1);
  return [...inside.split("/").slice(1, -1), name];
}
