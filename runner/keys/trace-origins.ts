import type { ColumnLineage, ColumnRef, EdgeKind } from "../lineage/column-lineage.ts";
import { columnId } from "./column-id.ts";

/** What the SQL of a project says about which columns hold the same values. */
export interface Origins {
  /** Where a column's values come from unchanged: an id of a column, its own when nothing is known. */
  of(subject: string, column: string): string;
  /** How many nodes are between a column and its origin; 0: it is its own. */
  stepsOf(subject: string, column: string): number;
  /** Other names that the values of this origin have in the project. */
  namesOf(origin: string): ReadonlySet<string>;
  /** Whether somewhere a join equates columns of these origins. */
  areJoined(one: string, other: string): boolean;
  /** Origins that a join equates with this one. */
  joinedWith(origin: string): ReadonlySet<string>;
}

const keeping: ReadonlySet<EdgeKind> = new Set(["passthrough", "renamed", "cast"]);
const none: ReadonlySet<string> = new Set();

/** Follows columns to where they come from, through what keeps every value. */
export function traceOrigins(lineages: ReadonlyMap<string, ColumnLineage>): Origins {
  const sources = new Map<string, ColumnRef>();
  for (const [node, lineage] of lineages) {
    if (lineage.kind === "unknown") continue;
    for (const { name, kind, from } of lineage.columns) {
      const [only, ...more] = from;
      if (only === undefined || more.length > 0 || !keeping.has(kind)) continue;
      sources.set(columnId(node, name), only);
    }
  }

  const found = new Map<string, { origin: string; steps: number }>();
  const trace = (subject: string, column: string) => {
    const start = columnId(subject, column);
    const known = found.get(start);
    if (known !== undefined) return known;
    // A circle would be a mistake of the project: the walk ends where it began to repeat.
    const seen = new Set([start]);
    let at = start;
    for (let next = sources.get(at); next !== undefined; next = sources.get(at)) {
      const id = columnId(next.node, next.column);
      if (seen.has(id)) break;
      seen.add(id);
      at = id;
    }
    const traced = { origin: at, steps: seen.size - 1 };
    found.set(start, traced);
    return traced;
  };
  const of = (subject: string, column: string) => trace(subject, column).origin;

  const names = new Map<string, Set<string>>();
  const joins = new Map<string, Set<string>>();
  for (const [node, lineage] of lineages) {
    if (lineage.kind === "unknown") continue;
    for (const { name } of lineage.columns) add(names, of(node, name), name);
    for (const { left, right } of lineage.joins) {
      const [one, other] = [of(left.node, left.column), of(right.node, right.column)];
      add(joins, one, other);
      add(joins, other, one);
    }
  }
  return {
    of,
    stepsOf: (subject, column) => trace(subject, column).steps,
    namesOf: (origin) => names.get(origin) ?? none,
    areJoined: (one, other) => joins.get(one)?.has(other) ?? false,
    joinedWith: (origin) => joins.get(origin) ?? none,
  };
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
