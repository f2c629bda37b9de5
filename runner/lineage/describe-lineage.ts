import type { ColumnLineage } from "./column-lineage.ts";
import { originsOf } from "./origins-of.ts";
import type { ProjectGraph } from "./project-graph.ts";
import type { ProjectLineage } from "./resolve-project-lineage.ts";
import { prepareUsers } from "./users-of.ts";
import { walkGraph } from "./walk-graph.ts";

export interface LineageDescription {
  node: string;
  /** `distance` counts steps: below zero what it comes from, above zero what comes of it. */
  nodes: readonly { name: string; kind: string; path: string; distance: number }[];
  /** From what is read to what reads it. */
  edges: readonly (readonly [string, string])[];
  columns?: DescribedColumns;
}

export type DescribedColumns =
  | {
      known: true;
      columns: readonly DescribedColumn[];
      unclear: readonly { name: string; reason: string }[];
      /** Why it has, or may have, columns that are not named. */
      others: string | undefined;
    }
  | { known: false; reason: string };

export interface DescribedColumn {
  name: string;
  kind: string;
  /** `node.column`, one step away. */
  from: readonly string[];
  expression: string | undefined;
  /** Everything that it comes from, nearest first. */
  origins: readonly { column: string; kind: string; distance: number }[];
  /** What it ends up in: `node.column`, or `node (filter)` where it decides something. */
  users: readonly string[];
}

/** What a node comes from and what comes of it; of its columns too where `lineage` is given. */
export function describeLineage({
  graph,
  name,
  lineage,
  up,
  down,
}: {
  graph: ProjectGraph;
  name: string;
  lineage: ProjectLineage | undefined;
  up: number | undefined;
  down: number | undefined;
}): LineageDescription {
  const above = walkGraph(graph, [name], "up", up);
  const below = walkGraph(graph, [name], "down", down);
  const distances = new Map<string, number>([
    [name, 0],
    ...[...above].map(([id, steps]) => [id, -steps] as const),
    ...below,
  ]);
  const ids = [...distances.keys()];
  return {
    node: name,
    nodes: ids.map((id) => {
      const node = graph.nodes.get(id);
      const distance = distances.get(id) ?? 0;
      return { name: id, kind: node?.kind ?? "unknown", path: node?.path ?? "", distance };
    }),
    edges: ids.flatMap((id) =>
      (graph.nodes.get(id)?.reads ?? [])
        .filter((read) => distances.has(read))
        .map((read) => [read, id] as const),
    ),
    ...(lineage === undefined ? {} : { columns: describeColumns(name, lineage) }),
  };
}

function describeColumns(
  node: string,
  { lineages, columns: known }: ProjectLineage,
): DescribedColumns {
  const usersOf = prepareUsers(lineages);
  const users = (column: string) => [
    ...new Set(
      usersOf({ node, column }).map((user) =>
        user.column === undefined ? `${user.node} (${user.use})` : `${user.node}.${user.column}`,
      ),
    ),
  ];
  const lineage: ColumnLineage | undefined = lineages.get(node);
  if (lineage === undefined) {
    const names = known.get(node)?.map(({ name }) => name);
    if (names === undefined) return { known: false, reason: "no SQL says what its columns are" };
    const plain = { kind: "source", from: [], expression: undefined, origins: [] };
    return {
      known: true,
      columns: names.map((name) => ({ name, ...plain, users: users(name) })),
      unclear: [],
      others: undefined,
    };
  }
  if (lineage.kind === "unknown") return { known: false, reason: lineage.reason };
  return {
    known: true,
    columns: lineage.columns.map(({ name, kind, from, expression }) => ({
      name,
      kind,
      from: from.map((ref) => `${ref.node}.${ref.column}`),
      expression,
      origins: originsOf(lineages, { node, column: name }).map((origin) => ({
        column: `${origin.node}.${origin.column}`,
        kind: origin.kind,
        distance: origin.distance,
      })),
      users: users(name),
    })),
    unclear: (lineage.unclear ?? []).map(({ name, reason }) => ({ name, reason })),
    others: lineage.others?.reason,
  };
}
