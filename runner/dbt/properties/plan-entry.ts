import { isMap, isSeq, type YAMLMap } from "yaml";
import type { WantedColumn, WantedDocumentation } from "../../writing/wanted-documentation.ts";
import { appendItems } from "./append-items.ts";
import { addPlan, type Planned } from "./file-plan.ts";
import { putMembers, type Where } from "./put-members.ts";
import { UnsafeEdit } from "./unsafe-edit.ts";
import { columnWants, type Layout, relationWants, wholeEntry } from "./wanted-members.ts";
import { resolved, type YamlFile } from "./yaml-file.ts";
import { isShared, pairOf } from "./yaml-place.ts";
import type { Members } from "./yaml-value.ts";

export interface SpliceOptions {
  layout: Layout;
  /**
   * Did we write this? Only then a text is replaced. `key`: `` for the relation's description, a column's name,
   * `relationships`, `<column>.options`; `text` as {@link import("./wanted-members.ts").writtenTexts} has it.
   */
  ours(key: string, text: string): boolean;
}

export interface Wish {
  wanted: WantedDocumentation;
  ours: SpliceOptions["ours"];
}

/** The entry of a relation that is not in the file yet. */
export function newEntry(wanted: WantedDocumentation, layout: Layout): Members {
  const columns = wanted.columns
    .filter((column) => columnWants(column, layout).length > 0)
    .map((column) => wholeEntry(column.name, columnWants(column, layout)));
  const entry = wholeEntry(wanted.name, relationWants(wanted, layout));
  return columns.length === 0 ? entry : { ...entry, columns };
}

/** What has to be done to the entry of a relation so that it says what is wanted. */
export function planEntry(
  where: Where,
  wanted: WantedDocumentation,
  { layout, ours }: SpliceOptions,
): Planned {
  const { file, map, path, called } = where;
  if (pairOf(map, "versions") !== undefined) {
    throw new UnsafeEdit(`${called} has versions, whose texts depend on each other`);
  }
  const planned = putMembers(where, relationWants(wanted, layout, map), ours);
  const list = resolved(file, pairOf(map, "columns")?.value);
  const found = isSeq(list) ? columnsIn(file, list.items) : [];
  const isTied = where.isShared || isShared(map, file.aliased) || isListTied(where);
  const missing: Members[] = [];
  for (const column of wanted.columns) {
    const { name } = column;
    const [item, second] = named(found, column, wanted.columns);
    if (item === undefined) {
      const wants = columnWants(column, layout);
      if (wants.length > 0) missing.push(wholeEntry(name, wants));
      continue;
    }
    if (second !== undefined) {
      planned.skipped.push(`column ${name}: it is described twice`);
      continue;
    }
    const at: Where = {
      ...where,
      map: item.map,
      path: [...path, "columns", item.index],
      called: `column ${name}`,
      isShared: isTied || item.isAlias,
    };
    addPlan(planned, putMembers(at, columnWants(column, layout, item.map), ours));
  }
  if (missing.length === 0) return planned;
  try {
    addPlan(planned, appendItems(where, "columns", missing, { isApart: false }));
  } catch (cause) {
    if (!(cause instanceof UnsafeEdit)) throw cause;
    planned.skipped.push(...missing.map(({ name }) => `column ${String(name)}: ${cause.message}`));
  }
  return planned;
}

function isListTied({ file, map }: Where): boolean {
  return isShared(pairOf(map, "columns")?.value, file.aliased);
}

interface FoundColumn {
  map: YAMLMap;
  name: string;
  index: number;
  isAlias: boolean;
}

function columnsIn(file: YamlFile, items: readonly unknown[]): FoundColumn[] {
  return items.flatMap((item, index) => {
    const map = resolved(file, item);
    if (!isMap(map)) return [];
    return [{ map, name: nameOf(map), index, isAlias: map !== item }];
  });
}

/** The columns of that name. dbt compares them without their case, unless a relation has both. */
function named(
  found: readonly FoundColumn[],
  { name }: WantedColumn,
  all: readonly WantedColumn[],
): FoundColumn[] {
  const exact = found.filter((column) => column.name === name);
  if (exact.length > 0) return exact;
  const lower = name.toLowerCase();
  return found.filter(
    (column) =>
      column.name.toLowerCase() === lower && !all.some((other) => other.name === column.name),
  );
}

/** The name of an entry, also of one whose name YAML takes for a number. */
export function nameOf(map: YAMLMap): string {
  const name: unknown = map.get("name");
  return typeof name === "string" || typeof name === "number" || typeof name === "boolean"
    ? String(name)
    : "";
}
