import type { ColumnLineage } from "../column-lineage.ts";
import { inReadingOrder } from "../in-reading-order.ts";
import type { GraphNode, ProjectGraph } from "../project-graph.ts";
import { type ColumnChanges, isChanged } from "./changed-columns.ts";

/** How far a change reaches into a node. */
export interface Reach {
  /** Columns whose values may differ, in lower case; `all` where the rows may differ or it cannot be told. */
  columns: ReadonlySet<string> | "all";
  /** `upstream: orders`, `upstream column orders.amount`, `upstream column orders.amount (filter)`. */
  reasons: readonly string[];
}

export interface Spread {
  /** Nodes that are changed by what they read, whether or not they are changed themselves too. */
  reached: ReadonlyMap<string, Reach>;
  /** They come after a change, but read only columns that it leaves as they were. */
  untouched: readonly string[];
}

interface Source {
  /** Changes of the nodes themselves. */
  own: ReadonlyMap<string, ColumnChanges>;
  /** Of nodes whose text is the same, by what a `*` of theirs now stands for. */
  gained: ReadonlyMap<string, ColumnChanges>;
  graph: ProjectGraph;
  lineages: ReadonlyMap<string, ColumnLineage>;
  /** As they were: of what is gone only they tell who read it. */
  before: ReadonlyMap<string, ColumnLineage>;
}

/**
 * Follows changes down the graph, column by column where lineage is known. Where it is not, everything that
 * reads a changed node counts.
 */
export function spreadChanges({ own, gained, graph, lineages, before }: Source): Spread {
  const touched = new Map<string, ReadonlySet<string> | "all">();
  const reached = new Map<string, Reach>();
  const untouched: string[] = [];
  const after = new Set(own.keys());
  for (const node of inReadingOrder(graph).flat()) {
    const changes = own.get(node.id);
    const reads = node.reads.filter((read) => after.has(read));
    if (reads.length > 0) after.add(node.id);
    const found = reachOf(node, [lineages.get(node.id), before.get(node.id)], reads, touched);
    const reach = gained.has(node.id) ? withGained(found, gained.get(node.id), reads) : found;
    const columns = together(ownColumns(changes), reach.columns);
    if (columns === "all" || columns.size > 0) touched.set(node.id, columns);
    if (reach.reasons.length > 0) reached.set(node.id, reach);
    else if (changes === undefined && reads.length > 0) untouched.push(node.id);
  }
  return { reached, untouched };
}

function withGained(
  { columns, reasons }: Reach,
  changes: ColumnChanges | undefined,
  reads: readonly string[],
): Reach {
  const own =
    reads.length === 0 ? [] : [`upstream: ${reads.join(", ")} (its * gives other columns)`];
  return {
    columns: together(columns, ownColumns(changes)),
    reasons: reasons.length > 0 ? reasons : own,
  };
}

function ownColumns(changes: ColumnChanges | undefined): ReadonlySet<string> | "all" {
  if (changes === undefined || !isChanged(changes)) return new Set();
  if (changes.rows || changes.unclear !== undefined) return "all";
  const { added, removed, renamed, redefined } = changes;
  const names = [
    ...added,
    ...removed,
    ...redefined,
    ...renamed.flatMap(({ from, to }) => [from, to]),
  ];
  return new Set(names.map((name) => name.toLowerCase()));
}

function reachOf(
  node: GraphNode,
  [lineage, old]: readonly [ColumnLineage | undefined, ColumnLineage | undefined],
  reads: readonly string[],
  touched: ReadonlyMap<string, ReadonlySet<string> | "all">,
): Reach {
  const reasons = new Set<string>();
  const columns = new Set<string>();
  let isAll = false;
  for (const read of reads) {
    const changed = touched.get(read);
    if (changed === undefined) continue;
    if (changed === "all" || lineage?.kind !== "known") {
      reasons.add(`upstream: ${read}`);
      isAll = true;
      continue;
    }
    const isHit = (ref: { node: string; column: string }) =>
      ref.node === read && changed.has(ref.column.toLowerCase());
    for (const version of [lineage, old]) {
      if (version?.kind !== "known") continue;
      for (const { column, use } of version.uses.filter((one) => isHit(one.column))) {
        reasons.add(`upstream column ${read}.${column.column} (${use})`);
        isAll = true;
      }
      for (const { name, from } of version.columns) {
        for (const ref of from.filter(isHit)) {
          reasons.add(`upstream column ${read}.${ref.column}`);
          columns.add(name.toLowerCase());
        }
      }
    }
    if (lineage.others !== undefined && lineage.others.from === read) {
      for (const name of changed) columns.add(name);
      reasons.add(`upstream: ${read} (all of its columns)`);
    }
    const isUnclear =
      (lineage.unclear?.length ?? 0) > 0 ||
      (lineage.others !== undefined && lineage.others.from === undefined);
    if (isUnclear) {
      for (const { name } of lineage.unclear ?? []) columns.add(name.toLowerCase());
      reasons.add(`upstream: ${read} (some columns of ${node.id} cannot be told)`);
    }
  }
  return { columns: isAll ? "all" : columns, reasons: [...reasons] };
}

function together(
  one: ReadonlySet<string> | "all",
  other: ReadonlySet<string> | "all",
): ReadonlySet<string> | "all" {
  return one === "all" || other === "all" ? "all" : new Set([...one, ...other]);
}
