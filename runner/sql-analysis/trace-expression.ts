import { aggregateFunctions, aggregateKinds, formFunctions, formKinds } from "./aggregates.ts";
import type { Ctes, Reading } from "./reading.ts";
import { hasColumn } from "./relation.ts";
import { relationNamed, resolveColumn, type Scope } from "./scope.ts";
import { constant, inAnotherForm, madeOf, type Trace, unclear } from "./trace.ts";
import { isTree, listOf, nameOf, readKind, type Tree } from "./tree.ts";

/** Where an expression stands. */
export interface Place {
  reading: Reading;
  scope: Scope;
  ctes: Ctes;
  /** Names that the select list gives, in lower case, with what they are; undefined where they mean nothing. */
  aliases?: ReadonlyMap<string, Trace> | undefined;
  /** Parameters of lambda functions around it. */
  parameters?: ReadonlySet<string>;
}

/** Kinds around a value that do not change it. */
const transparent = new Set(["alias", "paren", "annotated", "ordered"]);
const queries = new Set(["select", "union", "intersect", "except", "subquery"]);

/** What an expression is made of. Columns of windows in it are noted as used. */
export function traceExpression(place: Place, expression: unknown): Trace {
  const node = readKind(expression);
  if (node === undefined) return traceParts(place, expression, expression);
  const { kind, parts } = node;
  if (transparent.has(kind)) return traceExpression(place, parts.this);
  if (kind === "column") return traceColumn(place, parts);
  if (kind === "literal" || kind === "null" || kind === "boolean") return constant(expression);
  if (kind === "interval" && readKind(parts.this)?.kind === "literal") return constant(expression);
  if (queries.has(kind)) return traceScalarQuery(place, expression);

  const kept = keptPart(kind, parts);
  if (kept === undefined) return traceParts(place, expression, expression);
  return inAnotherForm(traceExpression(place, kept), expression);
}

/** The part whose value this gives in another form; undefined: it makes something new. */
function keptPart(kind: string, parts: Tree): unknown {
  const isFunction = kind === "function";
  const name = isFunction ? String(parts.name).toLowerCase() : kind;
  if (!(isFunction ? formFunctions : formKinds).has(name)) return undefined;
  const all = isFunction
    ? listOf(parts.args)
    : [...(parts.this === undefined ? [] : [parts.this]), ...listOf(parts.expressions)];
  const others = isFunction ? [] : Object.entries(parts).flatMap(valueOfPart);
  const [first, ...rest] = all;
  // A date in a format may leave some of it out; with a time zone it is another one.
  const isPlain = !/^(?:to_char|to_varchar|to_text|date|datetime|timestamp)$/.test(name);
  if (!isPlain && rest.length > 0) return undefined;
  return [...rest, ...others].every(isWrittenOut) ? first : undefined;
}

function valueOfPart([key, value]: [string, unknown]): unknown[] {
  const isPlain = ["this", "expressions", "to", "position", "format", "safe"].includes(key);
  return isPlain || !isTree(value) ? [] : [value];
}

function isWrittenOut(value: unknown): boolean {
  const node = readKind(value);
  if (node === undefined) return false;
  if (["literal", "null", "boolean", "data_type"].includes(node.kind)) return true;
  const inside = ["neg", "cast", "paren"].includes(node.kind) ? node.parts.this : undefined;
  return inside !== undefined && isWrittenOut(inside);
}

function traceColumn(place: Place, parts: Tree): Trace {
  const name = nameOf(parts.name);
  const qualifier = nameOf(parts.table);
  if (name === undefined) return unclear("a column without a name");
  const hole = place.reading.holeIn(name) ?? place.reading.holeIn(qualifier ?? "");
  if (hole !== undefined) return unclear(hole);
  const meant = name.toLowerCase();
  if (qualifier === undefined && place.parameters?.has(meant)) return constant();
  const alias = qualifier === undefined ? place.aliases?.get(meant) : undefined;
  const found = resolveColumn(place.scope, name, qualifier);
  if (alias !== undefined) return aliasOrColumn({ alias, found, name }, place.scope);
  if (found !== undefined) return found;
  if (qualifier !== undefined) {
    // A field of a structure: `address.city`.
    const structure = resolveColumn(place.scope, qualifier, undefined);
    if (structure !== undefined) return madeOf([structure], "derived", { column: parts });
    return unclear(`nothing here is called ${qualifier}`);
  }
  return traceWholeRow(place.scope, name) ?? unclear(`nothing here has a column ${name}`);
}

/** A column comes before a name that the select list gives, where there is one. */
function aliasOrColumn(
  { alias, found, name }: { alias: Trace; found: Trace | undefined; name: string },
  { relations }: Scope,
): Trace {
  if (found === undefined) return alias;
  if (relations.some(({ relation }) => hasColumn(relation, name))) return found;
  return unclear(`${name} is a name in the select list, and may be a column`);
}

/** `to_json(t)`: the name of a relation stands for its whole row. */
function traceWholeRow(scope: Scope, name: string): Trace | undefined {
  const found = relationNamed(scope, name);
  if (found === undefined) {
    return scope.parent === undefined ? undefined : traceWholeRow(scope.parent, name);
  }
  const { columns, rest } = found.relation;
  if (rest !== undefined) return rest.node === undefined ? rest.find(name) : unclear(rest.reason);
  return madeOf(
    columns.map(({ trace }) => trace),
    "derived",
    undefined,
  );
}

function traceScalarQuery({ reading, scope, ctes }: Place, tree: unknown): Trace {
  const { columns, rest } = reading.query(tree, scope, ctes);
  const [first] = columns;
  if (first === undefined) return unclear(rest?.reason ?? "a subquery without columns");
  return madeOf([first.trace], first.trace.kind === "aggregated" ? "aggregated" : "derived", tree);
}

/** Something new made of everything in it. */
function traceParts(place: Place, tree: unknown, expression: unknown): Trace {
  const found: Found = { traces: [], isAggregate: false, computes: false };
  collect(place, tree, found);
  const { traces, isAggregate, computes } = found;
  const isAggregated = isAggregate || traces.some(({ kind }) => kind === "aggregated");
  const made = madeOf(traces, isAggregated ? "aggregated" : "derived", expression);
  const isConstant = !isAggregated && !computes && traces.every(({ kind }) => kind === "constant");
  return isConstant && made.unclear === undefined ? constant(expression) : made;
}

interface Found {
  traces: Trace[];
  isAggregate: boolean;
  /** A function is called: what it answers without columns may be the clock, or chance. */
  computes: boolean;
}

function collect(place: Place, value: unknown, found: Found): void {
  if (Array.isArray(value)) {
    for (const one of value) collect(place, one, found);
    return;
  }
  if (!isTree(value)) return;
  for (const [key, inside] of Object.entries(value)) {
    if (!isTree(inside) && !Array.isArray(inside)) {
      // Functions without arguments, such as `{ current_date: null }`.
      if (inside === null && Object.keys(value).length === 1) found.computes = true;
      continue;
    }
    collectPart(place, key, inside, found);
  }
}

function collectPart(place: Place, key: string, inside: Tree | readonly unknown[], found: Found) {
  if (Array.isArray(inside)) return collect(place, inside, found);
  if (!isTree(inside)) return;
  if (key === "column" && inside.name !== undefined) {
    found.traces.push(traceColumn(place, inside));
    return;
  }
  if (key === "literal" || key === "data_type" || key === "to") return;
  if (key === "window_function") return collectWindow(place, inside, found);
  if (key === "lambda") return collectLambda(place, inside, found);
  if (key === "star") {
    // `count(*)` has a mark of its own; other stars read every column.
    found.traces.push(traceStar(place.scope, nameOf(inside.table)));
    return;
  }
  if (queries.has(key)) {
    found.traces.push(traceScalarQuery(place, { [key]: inside }));
    return;
  }
  if (aggregateKinds.has(key)) found.isAggregate = true;
  if (key === "function") {
    found.computes = true;
    if (datePartFunctions.test(String(inside.name))) {
      collect(
        place,
        listOf(inside.args).filter((arg) => !isDatePart(arg)),
        found,
      );
      return;
    }
    const hole = place.reading.holeIn(String(inside.name));
    if (hole !== undefined) found.traces.push(unclear(hole));
    if (aggregateFunctions.has(String(inside.name).toLowerCase())) found.isAggregate = true;
  }
  if (/^(?:current_|random|rand$|session_user)/.test(key)) found.computes = true;
  collect(place, inside, found);
}

const datePartFunctions =
  /^(?:date|time|timestamp|datetime)_?(?:add|sub|diff|trunc|part)$|^last_day$/i;
const dateParts =
  /^(?:(?:milli|micro|nano)?seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|dayofweek|dayofyear|isoweek|isoyear|epoch|dow|doy|[ymdhs]|yyyy|mm|dd)$/i;

/** `dateadd(day, 1, x)`: a word that only looks like a column. */
function isDatePart(arg: unknown): boolean {
  const node = readKind(arg);
  if (node?.kind !== "column" || node.parts.table !== null) return false;
  return dateParts.test(nameOf(node.parts.name) ?? "");
}

/** A window's function is computed for each row: it does not make one of many. */
function collectWindow(place: Place, parts: Tree, found: Found): void {
  const of: Found = { traces: [], isAggregate: false, computes: false };
  const function_ = readKind(parts.this);
  collect(place, function_?.parts ?? parts.this, of);
  found.traces.push(...of.traces);
  if (of.isAggregate) found.isAggregate = true;
  found.computes = true;
  const over: Found = { traces: [], isAggregate: false, computes: false };
  collect(place, parts.over, over);
  for (const trace of over.traces) place.reading.noteUse("window", trace);
  found.traces.push(...over.traces);
}

function collectLambda(place: Place, parts: Tree, found: Found): void {
  const names = listOf(parts.parameters).flatMap((one) => nameOf(one)?.toLowerCase() ?? []);
  const parameters = new Set([...(place.parameters ?? []), ...names]);
  collect({ ...place, parameters }, parts.body, found);
}

function traceStar(scope: Scope, qualifier: string | undefined): Trace {
  const relations =
    qualifier === undefined
      ? scope.relations
      : scope.relations.filter(({ name }) => name?.toLowerCase() === qualifier.toLowerCase());
  const traces = relations.flatMap(({ relation: { columns, rest } }) => [
    ...columns.map(({ trace }) => trace),
    ...(rest === undefined ? [] : [unclear(rest.reason)]),
  ]);
  return madeOf(traces, "derived", undefined);
}
