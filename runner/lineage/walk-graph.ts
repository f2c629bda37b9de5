import type { ProjectGraph } from "./project-graph.ts";

export type Direction = "up" | "down";

/**
 * What a set of nodes reads (`up`), or who reads it (`down`), directly or not: id → steps from the nearest
 * of the set, nearest first. The set itself is left out. Names that are not nodes count upwards.
 */
export function walkGraph(
  graph: ProjectGraph,
  from: Iterable<string>,
  direction: Direction,
  maxSteps = Number.POSITIVE_INFINITY,
): ReadonlyMap<string, number> {
  const start = new Set(from);
  const found = new Map<string, number>();
  let level = [...start];
  for (let steps = 1; level.length > 0 && steps <= maxSteps; steps++) {
    const next = new Set(level.flatMap((id) => neighbours(graph, id, direction)));
    level = [...next].filter((id) => !start.has(id) && !found.has(id));
    for (const id of level) found.set(id, steps);
  }
  return found;
}

function neighbours({ nodes, readers }: ProjectGraph, id: string, direction: Direction) {
  return direction === "down" ? (readers.get(id) ?? []) : (nodes.get(id)?.reads ?? []);
}
