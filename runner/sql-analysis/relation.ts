import { type Trace, unclear } from "./trace.ts";

export interface RelationColumn {
  name: string;
  trace: Trace;
}

/** Columns beyond those that are named. */
export interface Rest {
  /** What a column of this name would be. */
  find(name: string): Trace;
  /** All of them are columns of this node, under their own names. */
  node: string | undefined;
  reason: string;
}

/** Something that rows come from: a node, a CTE, a subquery, a table function. */
export interface Relation {
  columns: readonly RelationColumn[];
  /** undefined: the columns are all there are. */
  rest: Rest | undefined;
}

/** Letters of a reason. */
const maxReason = 300;

export function restUnknown(given: string): Rest {
  // Reasons are put together on the way; nobody reads more than the first.
  const reason = given.length > maxReason ? `${given.slice(0, maxReason)}…` : given;
  return { find: () => unclear(reason), node: undefined, reason };
}

export function unknownRelation(reason: string): Relation {
  return { columns: [], rest: restUnknown(reason) };
}

/** The column of this name; undefined when there is none. Names are compared without case. */
export function findColumn(relation: Relation, name: string): Trace | undefined {
  const meant = name.toLowerCase();
  const found = relation.columns.find((column) => column.name.toLowerCase() === meant);
  return found?.trace ?? relation.rest?.find(name);
}

export function hasColumn(relation: Relation, name: string): boolean {
  const meant = name.toLowerCase();
  return relation.columns.some((column) => column.name.toLowerCase() === meant);
}

/** The same columns under other names, by position: `t(a, b)`. */
export function withNames(relation: Relation, names: readonly string[]): Relation {
  if (names.length === 0) return relation;
  const { columns, rest } = relation;
  if (rest !== undefined && columns.length < names.length) {
    const reason = `the columns behind ${names.join(", ")} are not known: ${rest.reason}`;
    return {
      columns: names.map((name) => ({ name, trace: unclear(reason) })),
      rest: restUnknown(reason),
    };
  }
  return {
    columns: columns.map(({ name, trace }, index) => ({ name: names[index] ?? name, trace })),
    rest,
  };
}
