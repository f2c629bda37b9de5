import type { GraphNode, ProjectGraph } from "./project-graph.ts";
import { walkGraph } from "./walk-graph.ts";

/**
 * Nodes in levels: each reads only what is in a level before. What reads itself in a circle comes last. With
 * `only`, these and all that they read.
 */
export function inReadingOrder(
  graph: ProjectGraph,
  only?: ReadonlySet<string>,
): readonly (readonly GraphNode[])[] {
  const wanted =
    only === undefined ? undefined : new Set([...only, ...walkGraph(graph, only, "up").keys()]);
  const left = new Map([...graph.nodes].filter(([id]) => wanted === undefined || wanted.has(id)));
  const waiting = new Map(
    [...left.values()].map(({ id, reads }) => [id, reads.filter((read) => left.has(read)).length]),
  );
  const levels: GraphNode[][] = [];
  let level = [...left.values()].filter(({ id }) => waiting.get(id) === 0);
  while (level.length > 0) {
    levels.push(level);
    const next: GraphNode[] = [];
    for (const { id } of level) {
      left.delete(id);
      for (const reader of graph.readers.get(id) ?? []) {
        const count = (waiting.get(reader) ?? 0) - 1;
        waiting.set(reader, count);
        const node = left.get(reader);
        if (count === 0 && node !== undefined) next.push(node);
      }
    }
    level = next;
  }
  return left.size > 0 ? [...levels, [...left.values()]] : levels;
}
