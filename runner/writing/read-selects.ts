import { proseOf } from "./read-comments.ts";
import { isName, type SqlToken, toPlainSql, toTokens, unquoted } from "./sql-tokens.ts";

/** What a select reads: a node of the project or a relation by name, a named part of the statement, or a query. */
export type Place =
  | { kind: "name"; name: string; alias: string }
  | { kind: "query"; query: Query; alias: string };

export interface Join {
  /** `left`, `inner`, `full`, `right`, `cross`. */
  how: string;
  place: Place;
  on: string | undefined;
}

/** One column of a select list. */
export interface Item {
  text: string;
  /** In lower case unless quoted; undefined: it has none that can be read. */
  name: string | undefined;
  /** What a comment right above it, or behind it on its line, says. */
  comment: string | undefined;
}

/** One SELECT, clause by clause; texts are those of the file, on one line. */
export interface Select {
  isDistinct: boolean;
  items: readonly Item[];
  from: Place | undefined;
  joins: readonly Join[];
  where: string | undefined;
  groupBy: string | undefined;
  having: string | undefined;
  qualify: string | undefined;
  limit: string | undefined;
}

/** A statement: its selects, and between them how they are put together. */
export interface Query {
  selects: readonly Select[];
  /** `union`, `union all`, `except`, `intersect`; undefined: there is one select. */
  together: string | undefined;
  /** Named parts, `with name as (…)`, that it can see. */
  named: ReadonlyMap<string, Query>;
}

const clauses = [
  "from",
  "where",
  "group",
  "having",
  "qualify",
  "window",
  "order",
  "limit",
] as const;
const joinWords = new Set([
  "left",
  "right",
  "full",
  "inner",
  "cross",
  "outer",
  "join",
  "natural",
  "asof",
]);

/** The selects of a model's SQL; undefined where its Jinja decides, or it is no plain query. */
export function readSelects(text: string): Query | undefined {
  const sql = toPlainSql(text);
  if (sql === undefined) return undefined;
  const tokens = toTokens(sql);
  return readQuery(sql, tokens, new Map());
}

function readQuery(
  sql: string,
  all: readonly SqlToken[],
  outer: ReadonlyMap<string, Query>,
): Query | undefined {
  const depth = all[0]?.depth;
  if (depth === undefined) return undefined;
  const named = new Map(outer);
  let tokens = all;
  if (all[0]?.word === "with") {
    let at = all[1]?.word === "recursive" ? 2 : 1;
    for (;;) {
      const name = all[at];
      if (!isName(name)) return undefined;
      const open = all.findIndex(
        (token, index) =>
          index > at &&
          token.word === "(" &&
          token.depth === depth &&
          all[index - 1]?.word !== unquoted(name),
      );
      const close = all.findIndex(
        (token, index) => index > open && token.word === ")" && token.depth === depth,
      );
      if (open === -1 || close === -1) return undefined;
      const inner = readQuery(sql, all.slice(open + 1, close), named);
      if (inner !== undefined) named.set(unquoted(name), inner);
      at = close + 1;
      if (all[at]?.word !== ",") break;
      at++;
    }
    tokens = all.slice(at);
  }

  const selects: Select[] = [];
  const how = new Set<string>();
  let start = 0;
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at];
    const isSet = token?.depth === depth && /^(?:union|except|intersect)$/.test(token.word);
    if (at < tokens.length && !isSet) continue;
    const select = readSelect(sql, withoutParentheses(tokens.slice(start, at)), named);
    if (select === undefined) return undefined;
    selects.push(select);
    if (token !== undefined) {
      const isAll = tokens[at + 1]?.word === "all";
      how.add(isAll ? `${token.word} all` : token.word);
      if (isAll || tokens[at + 1]?.word === "distinct") at++;
      start = at + 1;
    }
  }
  return { selects, together: how.size === 0 ? undefined : [...how].join(" and "), named };
}

function withoutParentheses(tokens: readonly SqlToken[]): readonly SqlToken[] {
  const trimmed = tokens.at(-1)?.word === ";" ? tokens.slice(0, -1) : tokens;
  return trimmed[0]?.word === "(" &&
    trimmed.at(-1)?.word === ")" &&
    trimmed.at(-1)?.depth === trimmed[0].depth
    ? trimmed.slice(1, -1)
    : trimmed;
}

function readSelect(
  sql: string,
  tokens: readonly SqlToken[],
  named: ReadonlyMap<string, Query>,
): Select | undefined {
  const [first] = tokens;
  if (first?.word !== "select") return undefined;
  const { depth } = first;
  const marks = clauses.flatMap((clause) => {
    const at = tokens.findIndex(
      (token, index) =>
        token.word === clause && token.depth === depth && tokens[index - 1]?.word !== "distinct",
    );
    return at === -1 ? [] : [{ clause, at }];
  });
  marks.sort((a, b) => a.at - b.at);
  const part = (clause: (typeof clauses)[number]): readonly SqlToken[] => {
    const index = marks.findIndex((found) => found.clause === clause);
    const mark = marks[index];
    return mark === undefined ? [] : tokens.slice(mark.at + 1, marks[index + 1]?.at);
  };
  const textOf = (some: readonly SqlToken[]) => excerpt(sql, some);

  const isDistinct = tokens[1]?.word === "distinct";
  const list = tokens.slice(isDistinct ? 2 : 1, marks[0]?.at);
  const sources = readFrom(sql, part("from"), named);
  if (sources === undefined) return undefined;
  const group = part("group");
  return {
    isDistinct,
    items: split(list, ",", depth).map((item) => ({
      text: textOf(item) ?? "",
      name: nameOf(item),
      comment: commentOf(sql, tokens, item),
    })),
    ...sources,
    where: textOf(part("where")),
    groupBy: textOf(group[0]?.word === "by" ? group.slice(1) : group),
    having: textOf(part("having")),
    qualify: textOf(part("qualify")),
    limit: textOf(part("limit")),
  };
}

function readFrom(
  sql: string,
  tokens: readonly SqlToken[],
  named: ReadonlyMap<string, Query>,
): { from: Place | undefined; joins: Join[] } | undefined {
  const [first] = tokens;
  if (first === undefined) return { from: undefined, joins: [] };
  const { depth } = first;
  const pieces: { how: string; tokens: SqlToken[] }[] = [{ how: "", tokens: [] }];
  let how: string[] = [];
  for (const token of tokens) {
    if (token.depth === depth && token.word === ",") {
      pieces.push({ how: "cross", tokens: [] });
    } else if (token.depth === depth && joinWords.has(token.word)) {
      how.push(token.word);
      if (token.word !== "join") continue;
      const kind = how.find((word) => /^(?:left|right|full|cross)$/.test(word)) ?? "inner";
      pieces.push({ how: kind, tokens: [] });
      how = [];
    } else pieces.at(-1)?.tokens.push(token);
  }
  const places = pieces.map((piece) => readPlace(sql, piece.tokens, named));
  const [from, ...others] = places;
  if (from === undefined) return undefined;
  const joins: Join[] = [];
  for (const [index, place] of others.entries()) {
    if (place === undefined) return undefined;
    joins.push({ how: pieces[index + 1]?.how ?? "inner", place: place.place, on: place.on });
  }
  return { from: from.place, joins };
}

function readPlace(
  sql: string,
  tokens: readonly SqlToken[],
  named: ReadonlyMap<string, Query>,
): { place: Place; on: string | undefined } | undefined {
  const [first] = tokens;
  if (first === undefined) return undefined;
  const { depth } = first;
  const onAt = tokens.findIndex(
    ({ word, depth: at }) => at === depth && (word === "on" || word === "using"),
  );
  const on = onAt === -1 ? undefined : excerpt(sql, tokens.slice(onAt + 1));
  const head = onAt === -1 ? tokens : tokens.slice(0, onAt);
  if (first.word === "(") {
    const close = head.findIndex(
      ({ word, depth: at }, index) => index > 0 && at === depth && word === ")",
    );
    const query = readQuery(sql, head.slice(1, close), named);
    if (query === undefined) return undefined;
    return { place: { kind: "query", query, alias: aliasOf(head.slice(close + 1)) ?? "" }, on };
  }
  if (!isName(first)) return undefined;
  const parts = [unquoted(first)];
  let at = 1;
  for (; head[at]?.word === "." && isName(head[at + 1]); at += 2) {
    const part = head[at + 1];
    if (part !== undefined) parts.push(unquoted(part));
  }
  // A function that gives a table.
  if (head[at]?.word === "(") return undefined;
  const name = parts.join(".");
  return { place: { kind: "name", name, alias: aliasOf(head.slice(at)) ?? name }, on };
}

function aliasOf(tokens: readonly SqlToken[]): string | undefined {
  const alias = tokens[0]?.word === "as" ? tokens[1] : tokens[0];
  return isName(alias) ? unquoted(alias) : undefined;
}

function split(tokens: readonly SqlToken[], sign: string, depth: number): SqlToken[][] {
  const parts: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (token.word === sign && token.depth === depth) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** The name that a select item has: its alias, or that of a plain column. */
function nameOf(item: readonly SqlToken[]): string | undefined {
  const last = item.at(-1);
  if (!isName(last) || last.word === "end") return undefined;
  return unquoted(last);
}

function commentOf(
  sql: string,
  tokens: readonly SqlToken[],
  item: readonly SqlToken[],
): string | undefined {
  const [first, last] = [item[0], item.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const before = tokens[tokens.indexOf(first) - 1];
  const gap = before === undefined ? "" : sql.slice(before.at + before.text.length, first.at);
  // What stands on the line of the item before belongs to that.
  const above = gap.includes("\n") ? gap.slice(gap.indexOf("\n")) : "";
  const line = sql.slice(last.at + last.text.length).split("\n", 1)[0] ?? "";
  const behind = /^\s*,?\s*(--.*|\/\*.*\*\/\s*)$/.exec(line)?.[1] ?? "";
  return proseOf(above) ?? proseOf(behind);
}

/** The text between the first and the last token, on one line and without comments. */
function excerpt(sql: string, tokens: readonly SqlToken[]): string | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return sql
    .slice(first.at, last.at + last.text.length)
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ")
    .replace(/\s+/g, " ")
    .replace(/\( | \)/g, (found) => found.trim())
    .trim();
}
