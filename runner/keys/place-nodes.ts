import type { DbtProject } from "../dbt/dbt-project.ts";
import { wordsOf } from "./split-name.ts";

/** Where a relation stands: 0 raw data, 1 staging, 2 in between, 3 for people. */
export type Layer = 0 | 1 | 2 | 3;

/** Where the relations of a project stand, and what they are made from. */
export interface Places {
  layerOf(subject: string): Layer;
  /** Whether one is made from the other, however far away. */
  isMadeFrom(subject: string, other: string): boolean;
  /** Neighbours have the same: source, or folder of the project. */
  groupOf(subject: string): string;
}

const byWord: ReadonlyMap<string, Layer> = new Map([
  ...["raw", "src", "source", "seed"].map((word) => [word, 0] as const),
  ...["stg", "staging", "base"].map((word) => [word, 1] as const),
  ...["int", "intermediate"].map((word) => [word, 2] as const),
  ...["dim", "fct", "fact", "mart", "marts", "rpt", "agg"].map((word) => [word, 3] as const),
]);

/** By the folder and the first word of the name, as teams use them; else by what a model reads. */
export function placeNodes(project: DbtProject | undefined): Places {
  const raw = new Set(
    [...(project?.seeds ?? []), ...(project?.sources ?? [])].map(({ name }) => name),
  );
  const models = new Map(
    [...(project?.models ?? []), ...(project?.snapshots ?? [])].map((node) => [node.name, node]),
  );
  const layers = new Map<string, Layer>();
  const readLayer = (subject: string): Layer => {
    const model = models.get(subject);
    if (model === undefined && (raw.has(subject) || subject.includes("."))) return 0;
    const [first = ""] = wordsOf(subject);
    const named = byWord.get(first);
    if (named !== undefined) return named;
    if (model === undefined) return 3;
    const folders = model.path.split("/").slice(0, -1);
    const byFolder = folders.map((folder) => byWord.get(folder.toLowerCase())).find(isLayer);
    if (byFolder !== undefined) return byFolder;
    return model.refs.every((name) => raw.has(name)) ? 1 : 3;
  };

  const above = new Map<string, ReadonlySet<string>>();
  const ancestorsOf = (subject: string): ReadonlySet<string> => {
    const known = above.get(subject);
    if (known !== undefined) return known;
    const found = new Set<string>();
    const open = [subject];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const node = models.get(at);
      for (const name of [...(node?.refs ?? []), ...(node?.sources ?? [])]) {
        if (found.has(name)) continue;
        found.add(name);
        open.push(name);
      }
    }
    above.set(subject, found);
    return found;
  };

  return {
    layerOf(subject) {
      const layer = layers.get(subject) ?? readLayer(subject);
      layers.set(subject, layer);
      return layer;
    },
    isMadeFrom: (subject, other) => ancestorsOf(subject).has(other),
    groupOf(subject) {
      const model = models.get(subject);
      if (model !== undefined) return model.path.split("/").slice(0, -1).join("/");
      return subject.split(".").slice(0, -1).join(".");
    },
  };
}

function isLayer(layer: Layer | undefined): layer is Layer {
  return layer !== undefined;
}
