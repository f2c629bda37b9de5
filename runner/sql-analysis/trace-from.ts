import {
  findColumn,
  hasColumn,
  type Relation,
  restUnknown,
  unknownRelation,
  withNames,
} from "./relation.ts";
import type { NamedRelation, Scope } from "./scope.ts";
import { emptyScope } from "./scope.ts";
import { signTree } from "./sign.ts";
import { constant, madeOf, type Trace, united } from "./trace.ts";
import { type Place, traceExpression } from "./trace-expression.ts";
import { isTree, listOf, nameOf, namesOf, readKind, type Tree } from "./tree.ts";

/** What the names mean behind a FROM with its joins. Join conditions are noted as used. */
export function traceFrom(place: Place, select: Tree): Scope {
  let scope: Scope = { ...emptyScope, parent: place.scope };
  const from = isTree(select.from) ? select.from : {};
  for (const item of listOf(from.expressions)) {
    scope = { ...scope, relations: [...scope.relations, ...traceItem({ ...place, scope }, item)] };
  }
  for (const join of listOf(select.joins)) scope = traceJoin({ ...place, scope }, join);
  for (const view of listOf(select.lateral_views)) {
    if (!isTree(view)) continue;
    const relation = ofFunction({ ...place, scope }, view.this, namesOf(view.column_aliases));
    const named = { name: nameOf(view.table_alias), relation };
    scope = { ...scope, relations: [...scope.relations, named] };
  }
  return scope;
}

function traceJoin(place: Place, join: unknown): Scope {
  if (!isTree(join)) return place.scope;
  const { scope, reading } = place;
  const kind = String(join.kind);
  const added = traceItem(place, join.this);
  const isHidden = /Semi|Anti/.test(kind);
  reading.noteRows(kind, ...namesOf(join.using));
  const both: Scope = {
    ...scope,
    relations: [...scope.relations, ...added.map((one) => (isHidden ? { ...one, isHidden } : one))],
  };
  if (join.on !== null && join.on !== undefined) {
    noteEqualities({ ...place, scope: both }, join.on);
    const condition = traceExpression({ ...place, scope: both }, join.on);
    reading.noteUse("join", condition);
    reading.noteRows(condition.sign);
  }
  const natural = kind.startsWith("Natural") ? commonNames(scope, added) : [];
  const merged = new Map(scope.merged);
  for (const name of [...namesOf(join.using), ...natural]) {
    const left = findIn(scope.relations, name, merged);
    const right = findIn(added, name, new Map());
    if (left === undefined || right === undefined) continue;
    reading.noteJoin(left, right);
    reading.noteUse("join", left);
    reading.noteUse("join", right);
    merged.set(name.toLowerCase(), mergedColumn(kind, left, right));
  }
  return { ...both, merged };
}

/** Of an outer join either side may give the value. */
function mergedColumn(kind: string, left: Trace, right: Trace): Trace {
  if (/Full/.test(kind)) return madeOf([left, right], "derived", undefined);
  return /Right/.test(kind) ? right : left;
}

function findIn(
  relations: readonly NamedRelation[],
  name: string,
  merged: ReadonlyMap<string, Trace>,
): Trace | undefined {
  const known = merged.get(name.toLowerCase());
  if (known !== undefined) return known;
  const named = relations.find(({ relation }) => hasColumn(relation, name));
  const open = relations.find(({ relation }) => relation.rest !== undefined);
  const found = named ?? open;
  return found === undefined ? undefined : findColumn(found.relation, name);
}

function commonNames(scope: Scope, added: readonly NamedRelation[]): string[] {
  const left = scope.relations.flatMap(({ relation }) => relation.columns.map(({ name }) => name));
  return left.filter((name) => added.some(({ relation }) => hasColumn(relation, name)));
}

/** Notes `a.x = b.y` of conditions that all hold. */
export function noteEqualities(place: Place, condition: unknown): void {
  const node = readKind(condition);
  if (node?.kind === "paren") noteEqualities(place, node.parts.this);
  if (node?.kind === "and") {
    noteEqualities(place, node.parts.left);
    noteEqualities(place, node.parts.right);
  }
  if (node?.kind !== "eq" && node?.kind !== "null_safe_eq") return;
  const { left, right } = node.parts;
  place.reading.noteJoin(traceExpression(place, left), traceExpression(place, right));
}

/** What a FROM's item brings. A name that stands for text which only dbt knows may bring more. */
function traceItem(place: Place, item: unknown): readonly NamedRelation[] {
  return readItem(place, item).flatMap((one): NamedRelation[] => {
    const hole = place.reading.holeIn(one.name ?? "");
    if (hole === undefined) return [one];
    const written = nameOf(readKind(item)?.parts.name);
    const isName = written === one.name;
    return [
      { ...one, name: isName ? undefined : written },
      ...(isName ? [] : [{ name: undefined, relation: unknownRelation(hole) }]),
    ];
  });
}

function readItem(place: Place, item: unknown): readonly NamedRelation[] {
  const node = readKind(item);
  if (node === undefined)
    return [{ name: undefined, relation: unknownRelation("a FROM of an unknown kind") }];
  const { kind, parts } = node;
  const alias = nameOf(parts.alias);
  const names = namesOf(parts.column_aliases);
  switch (kind) {
    case "table":
      return [
        { name: alias ?? nameOf(parts.name), relation: withNames(ofTable(place, parts), names) },
      ];
    case "subquery":
      return [{ name: alias, relation: withNames(ofSubquery(place, parts), names) }];
    case "select":
    case "union":
    case "intersect":
    case "except":
      return [{ name: undefined, relation: place.reading.query(item, place.scope, place.ctes) }];
    case "values":
      return [{ name: alias, relation: withNames(ofValues(place, parts), names) }];
    case "paren":
      return traceItem(place, parts.this);
    case "joined_table":
      return ofJoinedTable(place, parts, alias);
    case "alias":
      return [{ name: alias, relation: ofAlias(place, parts, alias, names) }];
    case "lateral":
      return [{ name: alias, relation: ofFunction(place, parts.this, names, alias) }];
    case "unnest":
    case "function":
      return [{ name: alias, relation: ofFunction(place, item, names, alias) }];
    default:
      return [{ name: alias, relation: unknownRelation(`${kind.toUpperCase()} in FROM`) }];
  }
}

function ofTable({ reading, ctes }: Place, parts: Tree): Relation {
  const name = nameOf(parts.name) ?? "";
  const schema = nameOf(parts.schema);
  reading.noteRows(`${schema ?? ""}.${name}`.toLowerCase(), signTree(parts.sample));
  const cte = schema === undefined ? ctes(name.toLowerCase()) : undefined;
  return cte ?? reading.table(schema, name);
}

function ofSubquery(place: Place, parts: Tree): Relation {
  const inner = readKind(parts.this);
  if (inner?.kind === "values") return ofValues(place, inner.parts);
  const [only, more] = ["table", "joined_table", "paren"].includes(inner?.kind ?? "")
    ? traceItem(place, parts.this)
    : [];
  if (only !== undefined && more === undefined) return only.relation;
  const around = parts.lateral === true ? place.scope : (place.scope.parent ?? emptyScope);
  return place.reading.query(parts.this, around, place.ctes);
}

/** `(a join b using (id)) as x`: without a name its parts keep theirs. */
function ofJoinedTable(
  place: Place,
  parts: Tree,
  alias: string | undefined,
): readonly NamedRelation[] {
  const inner = traceFrom(place, { from: { expressions: [parts.left] }, joins: parts.joins });
  if (alias === undefined) return inner.relations;
  const rest = inner.relations.find(({ relation }) => relation.rest !== undefined)?.relation.rest;
  const columns = inner.relations.flatMap(({ relation }) => relation.columns);
  return [
    {
      name: alias,
      relation: { columns, rest: rest === undefined ? undefined : restUnknown(rest.reason) },
    },
  ];
}

function ofAlias(
  place: Place,
  parts: Tree,
  alias: string | undefined,
  names: readonly string[],
): Relation {
  const inner = readKind(parts.this);
  if (inner?.kind === "unnest" || inner?.kind === "function") {
    return ofFunction(place, parts.this, names, alias);
  }
  const [only, more] = traceItem(place, parts.this);
  if (only === undefined || more !== undefined) return unknownRelation("a FROM of an unknown kind");
  return withNames(only.relation, names);
}

function ofValues(place: Place, parts: Tree): Relation {
  const rows = listOf(parts.expressions).map((row) =>
    listOf(isTree(row) ? (row.expressions ?? readKind(row)?.parts.expressions) : undefined),
  );
  const [first = []] = rows;
  return {
    columns: first.map((_, index) => ({
      name: `col${index}`,
      trace: united(rows.map((row) => traceExpression(place, row[index]))),
    })),
    rest: undefined,
  };
}

const flattened = ["seq", "key", "path", "index", "value", "this"];

/** Rows that a function makes: every column is made of what it was given. */
function ofFunction(
  place: Place,
  expression: unknown,
  names: readonly string[],
  alias?: string,
): Relation {
  const node = readKind(expression);
  const name = String(node?.parts.name ?? node?.kind ?? "").toLowerCase();
  const [inner] = listOf(node?.parts.args);
  if (name === "table" && inner !== undefined) return ofFunction(place, inner, names, alias);
  const given = traceExpression(place, expression);
  place.reading.noteRows(name, given.sign);
  const trace = given.kind === "constant" ? constant() : madeOf([given], "derived", expression);
  const column = (columnName: string) => ({ name: columnName, trace });
  if (names.length > 0) return { columns: names.map(column), rest: undefined };
  if (name === "flatten") return { columns: flattened.map(column), rest: undefined };
  if (
    /^(?:unnest|explode|generate_series|range|generate_subscripts|generate_date_array)$/.test(name)
  ) {
    return { columns: [...new Set([alias ?? name, name])].map(column), rest: undefined };
  }
  return unknownRelation(`the columns of ${name}() are not known`);
}
