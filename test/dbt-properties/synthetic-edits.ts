import { isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import type { WantedDocumentation } from "#runner/writing/wanted-documentation.ts";
import type { Entry, EntryFile } from "./entries-of.ts";

export interface SyntheticEdit {
  what: string;
  wanted: WantedDocumentation;
  isOurs: boolean;
  /** Fewest lines that have to change; blank lines between the items of a list are not counted. */
  minimal: number;
}

/** One edit of each kind that makes sense at an entry, with the number of lines that it needs. */
export function syntheticEdits(
  { text }: EntryFile,
  { section, source, name, map, isListFlow }: Entry,
  layout: "dbt" | "buster",
): SyntheticEdit[] {
  const base: WantedDocumentation = {
    section,
    ...(source === undefined ? {} : { source }),
    name,
    columns: [],
    relationships: [],
  };
  const edits: SyntheticEdit[] = [];
  const add = (what: string, minimal: number, wanted: Partial<WantedDocumentation>) =>
    edits.push({ what, minimal, wanted: { ...base, ...wanted }, isOurs: false });

  const said = map.get("description", true);
  if (isNothing(map.get("description"))) {
    add("a description", 1, { description: "Synthetic description." });
  } else if (isScalar(said) && typeof said.value === "string" && !/\{[{%#]/.test(said.value)) {
    const [at, until] = [said.range?.[0] ?? 0, said.range?.[1] ?? 0];
    const lines = text.slice(at, until).trim().split(/\n/).length;
    const isBlock = said.type?.startsWith("BLOCK") === true;
    // Of the same length, so that nothing needs to be folded in another way.
    add("another word", 1, {
      description: said.value.replace(/[a-z]+/i, (word) => "z".repeat(word.length)),
    });
    add("another text", isBlock ? lines - 1 : lines, { description: "Synthetic text" });
    for (const edit of edits) edit.isOurs = true;
  }
  add("a column", linesFor(map, ["columns"], 2), {
    columns: [{ name: "synthetic_column", description: "Synthetic." }],
  });
  if (!map.has("relationships")) {
    add("a relationship", linesFor(map, placeOf(map, "relationships", layout), 5), {
      relationships: [
        {
          name: "synthetic",
          sourceCol: "a",
          refCol: "b",
          cardinality: "many-to-one",
          description: "Synthetic.",
        },
      ],
    });
  }
  add("an entry", isListFlow ? 1 : 2, { name: "synthetic_entry", description: "Synthetic." });

  const column = columnsOf(map).at(-1);
  const columnName = column?.get("name");
  if (column !== undefined && typeof columnName === "string" && !column.has("options")) {
    add("an option", linesFor(column, placeOf(column, "options", layout), 2), {
      columns: [{ name: columnName, options: [{ value: "x", description: "Synthetic." }] }],
    });
  }
  const silent = columnsOf(map).find((item) => isNothing(item.get("description")));
  const silentName = silent?.get("name");
  if (typeof silentName === "string") {
    add("a column's description", 1, {
      columns: [{ name: silentName, description: "Synthetic." }],
    });
  }
  return edits;
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "string" && /^(?:\W*TODO\W*)?$/i.test(value.trim());
}

/** Columns whose names no other column has. */
function columnsOf(map: YAMLMap): YAMLMap[] {
  const list = map.get("columns");
  const columns = isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
  const nameOf = (item: YAMLMap) => String(item.get("name")).toLowerCase();
  return columns.filter(
    (item) => columns.filter((other) => nameOf(other) === nameOf(item)).length === 1,
  );
}

function placeOf(map: YAMLMap, key: string, layout: "dbt" | "buster"): string[] {
  if (layout === "buster") return [key];
  return map.has("meta") && !map.hasIn(["config", "meta"])
    ? ["meta", key]
    : ["config", "meta", key];
}

/** Lines that a list's first or next item of `itemLines` lines needs: its keys that are missing, and the item. */
function linesFor(map: YAMLMap, path: readonly string[], itemLines: number): number {
  let here: unknown = map;
  for (const [index, key] of path.entries()) {
    if (!isMap(here)) return Number.NaN;
    if (here.flow === true) return 1;
    if (!here.has(key)) return path.length - index + itemLines;
    const inner = here.get(key, true);
    const isEmpty =
      (isMap(inner) || isSeq(inner)) && inner.items.length === 0 && inner.flow === true;
    // `columns: []` loses its brackets.
    if (isEmpty) return 1 + path.length - index - 1 + itemLines;
    if (isScalar(inner)) return path.length - index - 1 + itemLines;
    here = inner;
  }
  return isSeq(here) && here.flow === true ? 1 : itemLines;
}
