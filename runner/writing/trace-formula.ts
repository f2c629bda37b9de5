import { defaultOf } from "./default-of.ts";
import { groupNames, withoutIdle } from "./read-flow.ts";
import type { Item, Place, Query, Select } from "./read-selects.ts";

/** How a column of a statement is computed, followed through its named parts to where something happens. */
export interface Formula {
  /** The SQL, on one line, without its alias. */
  code: string;
  /** What the select it stands in starts from: a node or relation. */
  of: string | undefined;
  /** Names by which that select groups; undefined: it does not. */
  by: string | undefined;
  /** What that select keeps; undefined: everything. */
  where: string | undefined;
  /** What stands in where a join found nothing: `0`. */
  fallback: string | undefined;
  /** Selects that were passed on the way. */
  depth: number;
}

const maxDepth = 20;

/** undefined: the column is taken as it is, or how it is computed cannot be followed. */
export function traceFormula(query: Query, column: string): Formula | undefined {
  const [select, ...others] = query.selects;
  if (select === undefined || others.length > 0) return undefined;
  return traceIn(select, query, column.toLowerCase(), 0);
}

function traceIn(select: Select, query: Query, column: string, depth: number): Formula | undefined {
  if (depth > maxDepth) return undefined;
  const item = select.items.find(({ name }) => name?.toLowerCase() === column);
  if (item === undefined) {
    // `select *` of one place gives what that gives.
    const [only, ...more] = select.items;
    const isStar = only !== undefined && more.length === 0 && /^(?:\w+\.)?\*$/.test(only.text);
    if (!isStar || select.joins.length > 0 || select.from === undefined) return undefined;
    return traceInto(select.from, query, column, depth);
  }
  const code = codeOf(item);
  const inner = innerColumn(code);
  if (inner !== undefined) {
    const place = placeOf(select, inner.alias);
    const found = place === undefined ? undefined : traceInto(place, query, inner.column, depth);
    if (found !== undefined) return { ...found, fallback: inner.fallback ?? found.fallback };
    // Its own select adds nothing but a cast: that is the lineage's to tell.
    return undefined;
  }
  const { from } = select;
  return {
    code,
    of: from === undefined ? undefined : nodeOf(from, query),
    by: groupNames(select),
    where: withoutIdle(select.where),
    fallback: undefined,
    depth,
  };
}

function traceInto(place: Place, query: Query, column: string, depth: number): Formula | undefined {
  const inner = place.kind === "query" ? place.query : query.named.get(place.name);
  const [select, ...others] = inner?.selects ?? [];
  if (inner === undefined || select === undefined || others.length > 0) return undefined;
  return traceIn(select, inner, column.toLowerCase(), depth + 1);
}

function codeOf({ text, name }: Item): string {
  if (name === undefined) return text;
  const alias = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`\\s+(?:as\\s+)?["\`]?${alias}["\`]?$`, "i"), "").trim();
}

/** The column that an expression keeps the value of: plain, cast, or with a default for null. */
function innerColumn(
  code: string,
): { alias: string | undefined; column: string; fallback: string | undefined } | undefined {
  const uncast =
    /^cast\((?<inner>.+) as [\w ]+(?:\(\d+(?:, ?\d+)?\))?\)$/i.exec(code)?.groups?.inner ?? code;
  const bare = uncast.replace(/::[\w ]+(?:\(\d+(?:, ?\d+)?\))?$/, "");
  const fallback = defaultOf(bare);
  const kept = fallback === undefined ? bare : /^\s*\w+\(\s*([\w."]+)/.exec(bare)?.[1];
  const parts = /^(?:"?(?<alias>\w+)"?\.)?"?(?<column>\w+)"?$/.exec(kept ?? "")?.groups;
  if (parts?.column === undefined || /^\d/.test(parts.column)) return undefined;
  return { alias: parts.alias?.toLowerCase(), column: parts.column, fallback };
}

function placeOf({ from, joins }: Select, alias: string | undefined): Place | undefined {
  const places = [...(from === undefined ? [] : [from]), ...joins.map(({ place }) => place)];
  if (alias === undefined) return places.length === 1 ? places[0] : undefined;
  return places.find((place) => place.alias.toLowerCase() === alias);
}

/** The node that a place starts from, through named parts that only pass it on. */
function nodeOf(place: Place, query: Query, depth = 0): string | undefined {
  const inner = place.kind === "query" ? place.query : query.named.get(place.name);
  if (inner === undefined) return place.kind === "name" ? place.name : undefined;
  const [select, ...others] = inner.selects;
  if (select?.from === undefined || others.length > 0 || depth > maxDepth) return undefined;
  const isPassed =
    select.joins.length === 0 &&
    select.groupBy === undefined &&
    withoutIdle(select.where) === undefined;
  return isPassed ? nodeOf(select.from, inner, depth + 1) : undefined;
}
