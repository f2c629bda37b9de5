import type { ColumnLineage, ColumnRef, EdgeKind } from "./column-lineage.ts";
import { composeKinds } from "./compose-kinds.ts";

export interface Origin extends ColumnRef {
  /** What happens to its values on the shortest way from there. */
  kind: EdgeKind;
  /** Steps from node to node. */
  distance: number;
}

/**
 * Every column that a column is made from, through all nodes whose lineage is known, nearest first; of equally
 * near ones in the order in which they are read. Names are compared without case.
 */
export function originsOf(
  lineages: ReadonlyMap<string, ColumnLineage>,
  column: ColumnRef,
): readonly Origin[] {
  const found = new Map<string, Origin>([
    [keyOf(column), { ...column, kind: "passthrough", distance: 0 }],
  ]);
  // A map goes on with what is added while it is walked.
  for (const origin of found.values()) {
    const edge = edgeOf(lineages.get(origin.node), origin.column);
    for (const from of edge?.from ?? []) {
      const key = keyOf(from);
      if (found.has(key) || edge === undefined) continue;
      const kind = composeKinds(origin.kind, edge.kind);
      found.set(key, { ...from, kind, distance: origin.distance + 1 });
    }
  }
  return [...found.values()].slice(1);
}

/** What one column of a node is made of; undefined: it cannot be told, or there is none. */
function edgeOf(
  lineage: ColumnLineage | undefined,
  name: string,
): { kind: EdgeKind; from: readonly ColumnRef[]; expression: string | undefined } | undefined {
  if (lineage?.kind !== "known") return undefined;
  const meant = name.toLowerCase();
  const found = lineage.columns.find((column) => column.name.toLowerCase() === meant);
  if (found !== undefined) return found;
  const isUnclear = lineage.unclear?.some((column) => column.name.toLowerCase() === meant) === true;
  const node = lineage.others?.from;
  if (isUnclear || node === undefined) return undefined;
  return { kind: "passthrough", from: [{ node, column: name }], expression: undefined };
}

export function keyOf({ node, column }: ColumnRef): string {
  return `${node}\n${column.toLowerCase()}`;
}
