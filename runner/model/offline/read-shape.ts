import { maskSql } from "./mask-sql.ts";

/** What a model gives to those who read it, as far as its text says so. Lines count from 1. */
export interface SqlShape {
  /** Output columns in order; undefined when they cannot be told (a star over a relation, Jinja, …). */
  columns: readonly { name: string; line: number }[] | undefined;
  /** Line of a star over a relation that ends in the output. */
  starLine: number | undefined;
  /** Line of the final select. */
  selectLine: number;
  /** Relations named without ref or source. */
  hardCoded: readonly { name: string; line: number }[];
  /** Every word of the SQL that may be a column, in lower case, with its first line. */
  words: ReadonlyMap<string, number>;
}

interface Token {
  text: string;
  /** Lower case; quoted identifiers as they are. */
  word: string;
  at: number;
  depth: number;
  /** Is the innermost open parenthesis that of a function's arguments? */
  inCall: boolean;
}

interface Output {
  columns: { name: string; at: number }[] | undefined;
  starAt: number | undefined;
}

const tokenPattern = /"(?:[^"]|"")*"|`[^`]*`|'[^']*'|\$+|[A-Za-z_][\w$]*|\d[\w.]*|::|[^\s]/g;
const beforeParenthesis = new Set(
  "select from join on and or not in exists as where when then else over using with by having union all except intersect any some values distinct lateral case filter between like is".split(
    " ",
  ),
);

/** Reads the shape of a dbt model from its SQL. Never throws: what cannot be told is undefined. */
export function readShape(sql: string): SqlShape {
  const { text, hasControl } = maskSql(sql);
  const tokens = tokenise(text);
  const lineAt = (at: number) => text.slice(0, at).split("\n").length;
  const ctes = findCtes(tokens);
  const output = readSelect(tokens, ctes, new Set());
  const select = tokens.find(({ word, depth }) => word === "select" && depth === 0);

  const words = new Map<string, number>();
  for (const { word, at } of tokens) {
    const name = unquote(word).toLowerCase();
    if (/^[a-z_][\w$]*$/.test(name) && !words.has(name)) words.set(name, lineAt(at));
  }
  return {
    columns: hasControl
      ? undefined
      : output.columns?.map(({ name, at }) => ({ name, line: lineAt(at) })),
    starLine: output.starAt === undefined ? undefined : lineAt(output.starAt),
    selectLine: lineAt(select?.at ?? 0),
    hardCoded: findHardCoded(tokens, ctes).map(({ name, at }) => ({ name, line: lineAt(at) })),
    words,
  };
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const open: boolean[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    const [token] = match;
    if (token === ")") open.pop();
    const word = /^["`]/.test(token) ? token : token.toLowerCase();
    tokens.push({
      text: token,
      word,
      at: match.index,
      depth: open.length,
      inCall: open.at(-1) ?? false,
    });
    if (token === "(") {
      const before = tokens.at(-2)?.word ?? "";
      open.push(/^[a-z_]/.test(before) && !beforeParenthesis.has(before));
    }
  }
  return tokens;
}

/** `name as ( … )` at the top: the name in lower case → the tokens inside, their depths from 0. */
function findCtes(tokens: readonly Token[]): Map<string, Token[]> {
  const ctes = new Map<string, Token[]>();
  if (tokens.find(({ depth }) => depth === 0)?.word !== "with") return ctes;
  for (const [index, { word, depth }] of tokens.entries()) {
    if (depth !== 0) continue;
    if (word === "select") break;
    const [as, parenthesis] = tokens.slice(index + 1, index + 3);
    if (as?.word !== "as" || parenthesis?.word !== "(") continue;
    const rest = tokens.slice(index + 3);
    const end = rest.findIndex((token) => token.word === ")" && token.depth === 0);
    const inside = rest.slice(0, end === -1 ? undefined : end);
    ctes.set(
      unquote(word).toLowerCase(),
      inside.map((token) => ({ ...token, depth: token.depth - 1 })),
    );
  }
  return ctes;
}

/** Output of the first select at depth 0: of a union, the names of its first part count. */
function readSelect(
  tokens: readonly Token[],
  ctes: ReadonlyMap<string, Token[]>,
  seen: ReadonlySet<string>,
): Output {
  const start = tokens.findIndex(({ word, depth }) => word === "select" && depth === 0);
  if (start === -1) return { columns: undefined, starAt: undefined };
  const rest = tokens.slice(start + 1);
  const end = rest.findIndex(
    ({ word, depth }) => depth === 0 && (word === "from" || word === "union" || word === ";"),
  );
  const from = end === -1 ? [] : rest.slice(end);
  const list = rest.slice(0, end === -1 ? undefined : end);
  if (list[0]?.word === "distinct") list.shift();

  const columns: { name: string; at: number }[] = [];
  for (const item of splitItems(list)) {
    const last = item.at(-1);
    if (last === undefined) continue;
    if (last.word === "*" && item.length <= 3) {
      const source = item.length === 3 ? aliasTarget(item[0]?.word, from) : soleSource(from);
      const inner = source === undefined || seen.has(source) ? undefined : ctes.get(source);
      if (source === undefined || inner === undefined) {
        return { columns: undefined, starAt: last.at };
      }
      const output = readSelect(inner, ctes, new Set([...seen, source]));
      if (output.columns === undefined) return output;
      columns.push(...output.columns);
      continue;
    }
    const name = nameOf(item);
    if (name === undefined) return { columns: undefined, starAt: undefined };
    columns.push(name);
  }
  return { columns, starAt: undefined };
}

function splitItems(list: readonly Token[]): Token[][] {
  const items: Token[][] = [[]];
  for (const token of list) {
    if (token.word === "," && token.depth === 0) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

/** The name that a select item has: its alias, or that of a plain column. */
function nameOf(item: readonly Token[]): { name: string; at: number } | undefined {
  const last = item.at(-1);
  if (last === undefined || !isName(last)) return undefined;
  const before = item.at(-2)?.word;
  const isAlias = before !== undefined && before !== "." && before !== "::";
  if (!isAlias && before !== "." && item.length > 1) return undefined;
  return { name: unquote(last.text), at: last.at };
}

function isName({ text, word }: Token): boolean {
  return /^["`]/.test(text) || (/^[a-z_]/.test(word) && word !== "end" && word !== "null");
}

/** The only relation of a FROM without joins, in lower case. */
function soleSource(from: readonly Token[]): string | undefined {
  const flat = from.filter(({ depth }) => depth === 0);
  if (flat.some(({ word }) => word === "join" || word === ",")) return undefined;
  const [, source, dot] = flat;
  return source === undefined || dot?.word === "." ? undefined : unquote(source.word).toLowerCase();
}

/** The relation that an alias stands for in a FROM: `orders o`, `orders as o`, or the name itself. */
function aliasTarget(alias: string | undefined, from: readonly Token[]): string | undefined {
  for (const [index, { word }] of from.entries()) {
    if (word !== "from" && word !== "join" && word !== ",") continue;
    const [source, next, afterNext] = from.slice(index + 1, index + 4);
    if (source === undefined || next?.word === ".") continue;
    const name = next?.word === "as" ? afterNext?.word : next?.word;
    if (alias === name || alias === source.word) return unquote(source.word).toLowerCase();
  }
  return undefined;
}

function findHardCoded(
  tokens: readonly Token[],
  ctes: ReadonlyMap<string, Token[]>,
): { name: string; at: number }[] {
  // Names of CTEs inside subqueries are not known here: then a bare name may be one of them.
  const hasInnerCtes = tokens.some(({ word, depth }) => word === "with" && depth > 0);
  const isKnown = ({ word }: Token) =>
    hasInnerCtes || word === "lateral" || ctes.has(unquote(word).toLowerCase());
  return tokens.flatMap((token, index) => {
    if ((token.word !== "from" && token.word !== "join") || token.inCall) return [];
    if (tokens[index - 1]?.word === "distinct") return [];
    const parts: Token[] = [];
    for (let next = index + 1; ; next += 2) {
      const part = tokens[next];
      if (part === undefined || !isName(part)) break;
      parts.push(part);
      if (tokens[next + 1]?.word !== ".") break;
    }
    const [first] = parts;
    if (first === undefined || tokens[index + parts.length * 2]?.word === "(") return [];
    if (parts.length === 1 && isKnown(first)) return [];
    return [{ name: parts.map(({ text }) => text).join("."), at: first.at }];
  });
}

function unquote(text: string): string {
  return /^["`]/.test(text) ? text.slice(1, -1) : text;
}
