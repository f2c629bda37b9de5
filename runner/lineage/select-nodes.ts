import { nearest } from "#agents-schema/nearest.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import { matchSelector } from "./match-selector.ts";
import { type ProjectGraph, projectGraph } from "./project-graph.ts";
import { walkGraph } from "./walk-graph.ts";

const part = /^(?<at>@)?(?:(?<up>\d*)\+)?(?<what>.*?)(?:\+(?<down>\d*))?$/s;

export type Selection =
  /** Ids of models, seeds, snapshots and sources, as the project lists them. */
  { names: readonly string[] } | { problem: string };

/**
 * What a selector of dbt means: names, globs, `+m`, `m+2`, `@m`, `path:`, `tag:`, `source:`, `package:`,
 * `config.materialized:`, …; words are added together, of words joined by commas what all of them mean
 * counts. Only what has a relation of its own is answered; tests and exposures only lead to it.
 */
export function selectNodes(project: DbtProject, selector: string, exclude?: string): Selection {
  const graph = projectGraph(project);
  const chosen = select(graph, project, selector);
  if ("problem" in chosen) return chosen;
  const left = exclude === undefined ? { ids: new Set<string>() } : select(graph, project, exclude);
  if ("problem" in left) return left;

  const kinds = new Set(["model", "seed", "snapshot", "source"]);
  return {
    names: [...graph.nodes.values()]
      .filter(({ id, kind }) => kinds.has(kind) && chosen.ids.has(id) && !left.ids.has(id))
      .map(({ id }) => id),
  };
}

type Ids = { ids: ReadonlySet<string> } | { problem: string };

function select(graph: ProjectGraph, project: DbtProject, selector: string): Ids {
  const words = selector.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return { problem: "the selector is empty" };
  const ids = new Set<string>();
  for (const word of words) {
    const found = selectAll(graph, project, word);
    if ("problem" in found) return found;
    for (const id of found.ids) ids.add(id);
  }
  return { ids };
}

/** Of parts joined by commas: what all of them mean. */
function selectAll(graph: ProjectGraph, project: DbtProject, word: string): Ids {
  let ids: ReadonlySet<string> | undefined;
  for (const text of word.split(",")) {
    const found = selectPart(graph, project, text);
    if ("problem" in found) return found;
    const before = ids;
    ids = before === undefined ? found.ids : new Set([...before].filter((id) => found.ids.has(id)));
  }
  return { ids: ids ?? new Set() };
}

function selectPart(graph: ProjectGraph, project: DbtProject, text: string): Ids {
  const { at, up, what = "", down } = part.exec(text)?.groups ?? {};
  if (what === "") return { problem: `the selector ${text} names nothing` };
  if (at !== undefined && up !== undefined) {
    return { problem: `${text}: @ and a + before the name do not go together` };
  }
  const found = matchSelector(graph, project, what);
  if ("problem" in found) return found;
  if (found.ids.length === 0 && /^[\w.-]+$/.test(what)) {
    const meant = nearest(what, graph.nodes.keys());
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    return { problem: `nothing is called ${what}${hint}` };
  }

  const ids = new Set(found.ids);
  const add = (more: ReadonlyMap<string, number>) => {
    for (const id of more.keys()) ids.add(id);
  };
  if (up !== undefined) add(walkGraph(graph, found.ids, "up", steps(up)));
  if (down !== undefined || at !== undefined) {
    add(walkGraph(graph, found.ids, "down", at === undefined ? steps(down ?? "") : undefined));
  }
  // Everything that is needed to build what comes of it.
  if (at !== undefined) add(walkGraph(graph, [...ids], "up"));
  return { ids };
}

function steps(digits: string): number | undefined {
  return digits === "" ? undefined : Number(digits);
}
