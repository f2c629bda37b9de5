import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { isEmptyText } from "../is-empty-text.ts";
import {
  columnLines,
  type Dash,
  flowColumns,
  flowTexts,
  indented,
  textLines,
} from "./property-lines.ts";
import { beforeBracket, linesBelow, linesForEmptyList, type TextSplice } from "./text-splice.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import type { WantedColumn, WantedProperties } from "./wanted-properties.ts";
import {
  columnOf,
  dashOf,
  endOf,
  endOfPair,
  isShared,
  lineEnd,
  lineStart,
  pairOf,
} from "./yaml-place.ts";
import { quoted, yamlText } from "./yaml-text.ts";

/** What has to be put into the entry of a model so that it says what is wanted. */
export function spliceEntry(text: string, entry: YAMLMap, wanted: WantedProperties): TextSplice[] {
  const { name, columns } = wanted;
  if (isShared(entry)) throw new UnsafeEdit(`the entry of ${name} shares text with others`);
  const splices = spliceTexts(text, entry, { description: wanted.description });
  if (columns.length === 0) return splices;

  const pair = pairOf(entry, "columns");
  if (pair === undefined && entry.flow === true) {
    const written = `columns: [${flowColumns(columns)}]`;
    return [...splices, beforeBracket(text, entry, written)];
  }
  if (pair === undefined) {
    const indent = keyColumn(text, entry);
    const lines = [`${" ".repeat(indent)}columns:`, ...newColumns(columns, indent)];
    return [...splices, linesBelow(text, endOf(text, entry), lines)];
  }
  const list = pair.value;
  if (isShared(list)) throw new UnsafeEdit(`the columns of ${name} share text with others`);
  if (isSeq(list) && list.items.length > 0) {
    return [...splices, ...spliceColumns(text, list, columns)];
  }
  if (entry.flow === true) throw new UnsafeEdit(`the entry of ${name} is in flow style`);
  const lines = newColumns(columns, keyColumn(text, entry));
  return [...splices, ...linesForEmptyList(text, pair, lines)];
}

/** `indent`: columns of the key that the list belongs to. */
function newColumns(columns: readonly WantedColumn[], indent: number): string[] {
  return columns.flatMap((column) => columnLines(column, { column: indent + 2, gap: 1 }));
}

function spliceColumns(
  text: string,
  list: YAMLSeq,
  columns: readonly WantedColumn[],
): TextSplice[] {
  const splices: TextSplice[] = [];
  const missing: WantedColumn[] = [];
  for (const column of columns) {
    const { name, description, dataType } = column;
    const [item, second] = list.items.filter((found): found is YAMLMap => isColumn(found, name));
    if (second !== undefined) throw new UnsafeEdit(`column ${name} is described twice`);
    if (item === undefined) {
      missing.push(column);
      continue;
    }
    splices.push(...spliceTexts(text, item, { description, data_type: dataType }));
  }
  if (missing.length === 0) return splices;
  if (list.flow === true) return [...splices, beforeBracket(text, list, flowColumns(missing))];

  const { isSpaced, ...dash } = habitOf(text, list);
  const lines = missing.flatMap((column) => [
    ...(isSpaced ? [""] : []),
    ...columnLines(column, dash),
  ]);
  return [...splices, linesBelow(text, endOf(text, list), lines)];
}

/** Columns of an entry that share text with others by anchors: a change of them would change more. */
export function sharedColumns(entry: YAMLMap, columns: readonly WantedColumn[]): string[] {
  const list = pairOf(entry, "columns")?.value;
  if (!isSeq(list)) return [];
  return columns.flatMap(({ name }) =>
    list.items.some((item) => isColumn(item, name) && isShared(item)) ? [name] : [],
  );
}

/** dbt compares column names without their case. */
function isColumn(item: unknown, name: string): boolean {
  const found: unknown = isMap(item) ? item.get("name") : undefined;
  return typeof found === "string" && found.toLowerCase() === name.toLowerCase();
}

/** Gives a mapping texts that it does not have yet, after its name. */
function spliceTexts(
  text: string,
  map: YAMLMap,
  texts: Readonly<Record<string, string | undefined>>,
): TextSplice[] {
  const given = Object.entries(texts).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value, pair: pairOf(map, key) }],
  );
  const filled = given.flatMap(({ value, pair }) => {
    const isEmpty = isScalar(pair?.value) ? isEmptyText(pair.value.value) : pair?.value === null;
    return pair !== undefined && isEmpty ? fillText(text, map, pair, value) : [];
  });
  const added = given.filter(({ pair }) => pair === undefined);
  if (added.length === 0) return filled;
  if (map.flow === true) {
    const written = flowTexts(Object.fromEntries(added.map(({ key, value }) => [key, value])));
    return [...filled, beforeBracket(text, map, written)];
  }
  const name = pairOf(map, "name");
  if (name === undefined) throw new UnsafeEdit("an entry has no name");
  const indent = keyColumn(text, map);
  const lines = added.flatMap(({ key, value }) => textLines(key, value, indent));
  return [...filled, linesBelow(text, endOfPair(text, name), lines)];
}

/** Fills in a text that is there but says nothing. */
function fillText(text: string, map: YAMLMap, { key, value }: Pair, wanted: string): TextSplice[] {
  if (isShared(value)) throw new UnsafeEdit("an empty description is an anchor or an alias");
  const colon = text.indexOf(":", isScalar(key) ? (key.range?.[1] ?? 0) : 0) + 1;
  const isWritten = isScalar(value) && value.source !== "" && value.source !== undefined;
  const [at, until] =
    isWritten || (isScalar(value) && value.type?.startsWith("QUOTE"))
      ? (value.range ?? [colon, colon])
      : [colon, colon];
  if (/^[|>]/.test(text.slice(at, at + 1)) || text.slice(at, until).includes("\n")) {
    throw new UnsafeEdit("an empty description is written over several lines");
  }
  const space = at === colon ? " " : "";
  if (map.flow === true) return [{ at, until, text: space + quoted(wanted).inline }];

  const indent = keyColumn(text, map);
  const { inline, body } = yamlText(wanted, indent);
  const splices = [{ at, until, text: space + inline }];
  if (body.length === 0) return splices;
  return [...splices, linesBelow(text, lineEnd(text, until), indented(body, indent + 2))];
}

/** How a list is written: where its dashes stand, and whether blank lines stand between its items. */
export function habitOf(text: string, list: YAMLSeq): Dash & { isSpaced: boolean } {
  const items = list.items.filter((item): item is YAMLMap => isMap(item));
  const dash = items.map((item) => dashOf(text, item)).find((found) => found !== undefined);
  if (dash === undefined) {
    throw new UnsafeEdit("a list is written in a way that cannot be continued");
  }
  const spaced = items.slice(1).filter((item) => {
    const start = lineStart(text, item.range?.[0] ?? 0);
    return /\n[ \t]*\r?\n(?:[ \t]*#[^\n]*\n)*$/.test(text.slice(0, start));
  });
  return { ...dash, isSpaced: spaced.length > 0 && spaced.length * 2 >= items.length - 1 };
}

function keyColumn(text: string, map: YAMLMap): number {
  const [first] = map.items;
  const at = isScalar(first?.key) ? (first.key.range?.[0] ?? 0) : 0;
  const column = map.flow === true ? undefined : columnOf(text, at);
  if (column === undefined) {
    throw new UnsafeEdit("an entry is written in a way that cannot be continued");
  }
  return column;
}
