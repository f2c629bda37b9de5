import type { DbtConfig, DbtProject, DbtProperties } from "../dbt/dbt-project.ts";
import { projectGraph as readGraph } from "../dbt/project-graph.ts";
import { readersOf } from "../dbt/readers-of.ts";

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

/** Something of a dbt project with what it reads, and with what selectors and comparisons ask about it. */
export interface GraphNode {
  /** Name of a model, seed or snapshot, `source.table`; of all others with its kind before: `exposure:weekly`. */
  id: string;
  kind: GraphNodeKind;
  path: string;
  /** undefined: the project's own. */
  package: string | undefined;
  /** Ids, each once, in order, never its own. Some may be of nothing that is known. */
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

interface Details {
  path: string;
  config?: DbtConfig;
  properties?: DbtProperties;
}

/** Everything that is switched on, of the project and of its packages; where names meet, the project's. */
export function projectGraph(project: DbtProject): ProjectGraph {
  const details = detailsOf(project);
  const nodes = new Map<string, GraphNode>();
  for (const { name: id, kind, package: owner, enabled, reads } of readGraph(
    project,
  ).nodes.values()) {
    if (!enabled) continue;
    const own = owner === undefined ? id : id.replace(`${owner}/`, "");
    const found = details.get(`${owner ?? ""}/${own}`);
    const path = found?.path ?? "";
    nodes.set(id, {
      id,
      kind,
      path,
      package: owner,
      reads: [...new Set(reads)].filter((read) => read !== id),
      config: found?.config,
      properties: found?.properties,
      steps: stepsOf(path, rootOf(project, owner), own.slice(own.indexOf(":") + 1)),
    });
  }
  for (const { name, path, model } of project.unitTests) {
    const id = `test:${name}`;
    const plain = { package: undefined, config: undefined, properties: undefined };
    const steps = stepsOf(path, project.root, name);
    if (!nodes.has(id)) nodes.set(id, { ...plain, id, kind: "test", path, reads: [model], steps });
  }
  return { nodes, readers: readersOf(nodes) };
}

/** By package and id. */
function detailsOf(project: DbtProject): ReadonlyMap<string, Details> {
  const found = new Map<string, Details>();
  for (const part of [project, ...project.packages]) {
    const owner = "packages" in part ? "" : part.name;
    for (const node of [...part.models, ...part.seeds, ...part.snapshots]) {
      const { name, path, config } = node;
      found.set(`${owner}/${name}`, { path, config, properties: node });
    }
    for (const source of part.sources) {
      const path = source.yamlPath ?? "";
      found.set(`${owner}/${source.name}`, { path, properties: source });
    }
  }
  const others = {
    analysis: project.analyses,
    test: project.tests,
    semantic_model: project.semanticModels,
    metric: project.metrics,
    exposure: project.exposures,
  };
  for (const [kind, list] of Object.entries(others)) {
    for (const { name, path } of list) found.set(`/${kind}:${name}`, { path });
  }
  return found;
}

function rootOf(project: DbtProject, owner: string | undefined): string {
  if (owner === undefined) return project.root;
  return project.packages.find(({ name }) => name === owner)?.root ?? project.root;
}

/** dbt's own name for it without the project: the directories below the first one, then the name. */
function stepsOf(path: string, root: string, name: string): string[] {
  const inside = root === "" ? path : path.slice(root.length + 1);
  return [...inside.split("/").slice(1, -1), name];
}
