import { findColumn, hasColumn, type Relation } from "./relation.ts";
import { type Trace, unclear } from "./trace.ts";

export interface NamedRelation {
  /** What columns of it are qualified by; undefined: nothing. */
  name: string | undefined;
  relation: Relation;
  /** Its columns are not part of `*`: the right side of a semi join. */
  isHidden?: boolean;
}

/** What the names in an expression can mean. */
export interface Scope {
  relations: readonly NamedRelation[];
  /** Columns that USING or NATURAL makes one of: name in lower case → what it is. */
  merged: ReadonlyMap<string, Trace>;
  /** What is around a subquery. */
  parent: Scope | undefined;
}

export const emptyScope: Scope = { relations: [], merged: new Map(), parent: undefined };

/** What a column's name means. `undefined`: nothing here or around has it. */
export function resolveColumn(
  scope: Scope,
  name: string,
  qualifier: string | undefined,
): Trace | undefined {
  return qualifier === undefined ? resolveBare(scope, name) : resolveIn(scope, name, qualifier);
}

function resolveIn(scope: Scope, name: string, qualifier: string): Trace | undefined {
  const found = relationNamed(scope, qualifier);
  if (found === undefined) {
    return scope.parent === undefined ? undefined : resolveIn(scope.parent, name, qualifier);
  }
  return findColumn(found.relation, name) ?? unclear(`${qualifier} has no column ${name}`);
}

export function relationNamed(scope: Scope, qualifier: string): NamedRelation | undefined {
  const meant = qualifier.toLowerCase();
  return scope.relations.find(({ name }) => name?.toLowerCase() === meant);
}

function resolveBare(scope: Scope, name: string): Trace | undefined {
  const merged = scope.merged.get(name.toLowerCase());
  if (merged !== undefined) return merged;
  const having = scope.relations.filter(({ relation }) => hasColumn(relation, name));
  const [only, second] = having;
  if (second !== undefined) return unclear(`${name} may be of ${theNames(having)}`);
  if (only !== undefined) return findColumn(only.relation, name);

  // SQL refuses a name that two relations have: where one names it, the others do not have it.
  const open = scope.relations.filter(({ relation }) => relation.rest !== undefined);
  const [maybe, another] = open;
  if (another !== undefined) return unclear(`${name} may be of ${theNames(open)}`);
  if (maybe !== undefined) return findColumn(maybe.relation, name);
  return scope.parent === undefined ? undefined : resolveBare(scope.parent, name);
}

function theNames(relations: readonly NamedRelation[]): string {
  return relations.map(({ name }) => name ?? "a subquery").join(" or ");
}
