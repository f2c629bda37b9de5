import type { ColumnUse } from "../lineage/column-lineage.ts";
import { expandStar } from "./expand-star.ts";
import type { Ctes, Reading } from "./reading.ts";
import {
  findColumn,
  type Relation,
  type RelationColumn,
  type Rest,
  restUnknown,
  unknownRelation,
  withNames,
} from "./relation.ts";
import type { Scope } from "./scope.ts";
import { signTree } from "./sign.ts";
import { type Trace, unclear, united } from "./trace.ts";
import { type Place, traceExpression } from "./trace-expression.ts";
import { noteEqualities, traceFrom } from "./trace-from.ts";
import { isTree, listOf, nameOf, namesOf, readKind, type Tree } from "./tree.ts";

/** What a query gives. */
export function traceQuery(reading: Reading, tree: unknown, around: Scope, ctes: Ctes): Relation {
  const node = readKind(tree);
  if (node === undefined) return unknownRelation("a query of an unknown kind");
  const { kind, parts } = node;
  const known = withCtes(reading, parts.with, around, ctes);
  switch (kind) {
    case "select":
      return traceSelect(reading, parts, around, known);
    case "union":
      return traceUnion(reading, parts, around, known);
    case "intersect":
    case "except": {
      const left = traceQuery(reading, parts.left, around, known);
      const right = traceQuery(reading, parts.right, around, known);
      const signs = [left, right].flatMap(({ columns }) => columns.map(({ trace }) => trace.sign));
      reading.noteRows(kind, ...signs);
      return left;
    }
    case "subquery":
    case "paren":
    case "annotated":
      return traceQuery(reading, parts.this, around, known);
    default: {
      const hole = reading.holeIn(nameOf(parts.name) ?? "");
      if (hole !== undefined) return unknownRelation(hole);
      const what = kind.toUpperCase().replaceAll("_", " ");
      return unknownRelation(`${what} is not a query that can be read`);
    }
  }
}

/** Each is read when it is first used, so that one that nobody uses counts for nothing. */
function withCtes(reading: Reading, written: unknown, around: Scope, outer: Ctes): Ctes {
  if (!isTree(written)) return outer;
  const entries = new Map<string, { position: number; read(): Relation }>();
  // Each sees those before it; where it is recursive it sees itself too.
  const upTo =
    (position: number): Ctes =>
    (name) => {
      const entry = entries.get(name);
      return entry !== undefined && entry.position < position ? entry.read() : outer(name);
    };
  for (const [position, cte] of listOf(written.ctes).entries()) {
    const name = isTree(cte) ? nameOf(cte.alias)?.toLowerCase() : undefined;
    if (!isTree(cte) || name === undefined) continue;
    const before = upTo(position);
    let known: Relation | undefined;
    const read = () => {
      known ??= withNames(
        written.recursive === true
          ? traceRecursive(reading, { name, query: cte.this }, around, before)
          : traceQuery(reading, cte.this, around, before),
        namesOf(cte.columns),
      );
      return known;
    };
    entries.set(name, { position, read });
  }
  return upTo(Number.POSITIVE_INFINITY);
}

/** The first branch says what the columns are; the others may use them. */
function traceRecursive(
  reading: Reading,
  { name, query }: { name: string; query: unknown },
  around: Scope,
  before: Ctes,
): Relation {
  const node = readKind(query);
  if (node?.kind !== "union") return traceQuery(reading, query, around, before);
  const first = traceQuery(reading, node.parts.left, around, before);
  const own: Ctes = (wanted) => (wanted === name ? first : before(wanted));
  return traceUnion(reading, node.parts, around, own);
}

function traceUnion(reading: Reading, parts: Tree, around: Scope, ctes: Ctes): Relation {
  const branches = branchesOf(parts).map((branch) => traceQuery(reading, branch, around, ctes));
  const [first] = branches;
  if (first === undefined) return unknownRelation("a UNION without branches");
  const open = branches.find(({ rest }) => rest !== undefined);
  const isAll = parts.all === true;
  reading.noteRows(`union ${branches.length} ${isAll}`);
  if (!isAll) {
    reading.noteRows(...branches.flatMap(({ columns }) => columns.map(({ trace }) => trace.sign)));
  }
  const isByName = parts.by_name === true;
  if (open !== undefined && !isByName) return ofOpenBranches(branches, open.rest);

  const names = isByName ? distinctNames(branches) : first.columns.map(({ name }) => name);
  const columns = names.map((name, index) => {
    const found = branches.map((branch) =>
      isByName ? findColumn(branch, name) : branch.columns[index]?.trace,
    );
    const traces = found.filter((trace) => trace !== undefined);
    const isWhole = isByName || traces.length === branches.length;
    return {
      name,
      trace: isWhole ? united(traces) : unclear("branches of a UNION differ in length"),
    };
  });
  return { columns, rest: open?.rest === undefined ? undefined : restUnknown(open.rest.reason) };
}

/** `a union b union c` is nested to the left, which can be thousands deep. */
function branchesOf(parts: Tree): unknown[] {
  const branches: unknown[] = [];
  let left: unknown = { union: parts };
  for (let node = readKind(left); node?.kind === "union"; node = readKind(left)) {
    const isOther =
      node.parts !== parts && (node.parts.by_name === true) !== (parts.by_name === true);
    if (isOther || (node.parts !== parts && isTree(node.parts.with))) break;
    branches.unshift(node.parts.right);
    left = node.parts.left;
  }
  return [left, ...branches];
}

/** By position nothing can be said where a `*` is of unknown length. */
function ofOpenBranches(branches: readonly Relation[], rest: Rest | undefined): Relation {
  const reason = rest?.reason ?? "";
  const [first, ...others] = branches;
  const node = first?.rest?.node;
  const isOne =
    node !== undefined &&
    branches.every((branch) => branch.columns.length === 0 && branch.rest?.node === node);
  if (first !== undefined && isOne && others.length > 0) return first;
  return {
    columns: distinctNames(branches).map((name) => ({ name, trace: unclear(reason) })),
    rest: restUnknown(reason),
  };
}

function distinctNames(relations: readonly Relation[]): string[] {
  const names = new Map<string, string>();
  for (const { name } of relations.flatMap(({ columns }) => columns)) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

function traceSelect(reading: Reading, select: Tree, around: Scope, ctes: Ctes): Relation {
  const scope = traceFrom({ reading, scope: around, ctes }, select);
  const place: Place = { reading, scope, ctes };
  const aliases = new Map<string, Trace>();
  const columns: RelationColumn[] = [];
  const rests: Rest[] = [];
  const lateral = reading.hasLateralAliases ? { ...place, aliases } : place;
  for (const expression of listOf(select.expressions)) {
    const star = expandStar(lateral, expression);
    if (star !== undefined) {
      columns.push(...star.columns);
      if (star.rest !== undefined) rests.push(star.rest);
      continue;
    }
    const name = outputName(expression);
    const hole = holeOf(reading, expression, name);
    if (hole !== undefined) {
      rests.push(restUnknown(hole));
      continue;
    }
    const trace = traceExpression(lateral, expression);
    columns.push({ name: name ?? `column${columns.length + 1}`, trace });
    if (name === undefined || readsItself(trace, name)) continue;
    aliases.set(name.toLowerCase(), trace);
  }
  noteClauses(place, select, { aliases, columns });
  noteProjection(reading, select, columns);
  const [rest, ...more] = rests;
  const isOne = more.length === 0;
  return {
    columns,
    rest: isOne ? rest : restUnknown(rests.map(({ reason }) => reason).join("; ")),
  };
}

/** A name that is not known, or an expression without one that may be several columns, or none. */
function holeOf(
  reading: Reading,
  expression: unknown,
  name: string | undefined,
): string | undefined {
  const hole = reading.holeIn(name ?? "");
  if (hole !== undefined || name !== undefined) return hole;
  const node = readKind(expression);
  return node?.kind === "function" ? reading.holeIn(String(node.parts.name)) : undefined;
}

/** `trim(name) as name`: the column of that name exists, so it is what the name means further right. */
function readsItself({ from }: Trace, name: string): boolean {
  return from.some(({ column }) => column.toLowerCase() === name.toLowerCase());
}

function outputName(expression: unknown): string | undefined {
  const node = readKind(expression);
  if (node === undefined) return undefined;
  const { kind, parts } = node;
  if (kind === "alias") return nameOf(parts.alias);
  if (kind === "column") return nameOf(parts.name);
  if (kind === "dot") return nameOf(parts.field);
  if (kind === "paren" || kind === "cast" || kind === "annotated") return outputName(parts.this);
  return undefined;
}

function noteClauses(
  place: Place,
  select: Tree,
  given: { aliases: ReadonlyMap<string, Trace>; columns: readonly RelationColumn[] },
): void {
  const { reading } = place;
  const named: Place = { ...place, aliases: given.aliases };
  const note = (use: ColumnUse, found: Trace) => {
    reading.noteUse(use, found);
    reading.noteRows(use, found.sign);
  };
  const inside = (clause: unknown) => (isTree(clause) ? clause.this : undefined);
  const items = (clause: unknown) => listOf(isTree(clause) ? clause.expressions : undefined);
  const where = inside(select.where_clause);
  if (where !== undefined) {
    noteEqualities(place, where);
    note("filter", traceExpression(reading.hasLateralAliases ? named : place, where));
  }
  const having = inside(select.having);
  if (having !== undefined) note("having", traceExpression(named, having));
  const qualify = inside(select.qualify);
  if (qualify !== undefined) note("qualify", traceExpression(named, qualify));

  const trace = (item: unknown) => byPosition(item, given.columns) ?? traceExpression(named, item);
  for (const item of items(select.group_by)) note("group", trace(item));
  if (isTree(select.group_by) && select.group_by.all === true) {
    for (const column of given.columns) {
      if (column.trace.kind !== "aggregated") note("group", column.trace);
    }
  }
  for (const item of listOf(select.distinct_on)) note("group", trace(item));
  for (const item of items(select.order_by)) {
    reading.noteUse("order", trace(isTree(item) && "this" in item ? item.this : item));
  }
}

/** Where the select list decides which rows there are. */
function noteProjection(reading: Reading, select: Tree, columns: readonly RelationColumn[]): void {
  const isDistinct = select.distinct === true || listOf(select.distinct_on).length > 0;
  const isGrouped = isTree(select.group_by);
  const isOneRow = !isGrouped && columns.some(({ trace }) => trace.kind === "aggregated");
  const limits = [
    select.limit,
    select.offset,
    select.fetch,
    select.top,
    select.sample,
    select.limit_by,
  ];
  const isCut = limits.some((limit) => limit !== null && limit !== undefined);
  if (isDistinct) reading.noteRows("distinct", ...columns.map(({ trace }) => trace.sign));
  if (isOneRow) reading.noteRows("aggregate");
  if (isCut) reading.noteRows(...limits.map((limit) => signTree(limit ?? undefined)));
  if (isCut) reading.noteRows(signTree(select.order_by));
  for (const expression of listOf(select.expressions)) {
    // A function in the select list that makes rows.
    const text = JSON.stringify(expression);
    if (
      /"(?:unnest|explode|explode_outer)":|"name":"(?:unnest|generate_series|flatten|explode|regexp_split_to_table|json_each|jsonb_array_elements)"/i.test(
        text,
      )
    ) {
      reading.noteRows(signTree(expression));
    }
  }
}

/** `group by 1`. */
function byPosition(item: unknown, columns: readonly RelationColumn[]): Trace | undefined {
  const node = readKind(item);
  if (node?.kind !== "literal" || node.parts.literal_type !== "number") return undefined;
  return columns[Number(node.parts.value) - 1]?.trace;
}
