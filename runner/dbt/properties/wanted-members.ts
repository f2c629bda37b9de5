import type { YAMLMap } from "yaml";
import { canonicalJson } from "#agents-schema/canonical-json.ts";
import type { WantedColumn, WantedDocumentation } from "../../writing/wanted-documentation.ts";
import type { Want } from "./put-members.ts";
import { type Members, plainText, type Value } from "./yaml-value.ts";

export type Layout = "dbt" | "buster";

/** What the entry of a relation should say, but for its columns. `entry`: what is there already. */
export function relationWants(
  { description, relationships }: WantedDocumentation,
  layout: Layout,
  entry?: YAMLMap,
): Want[] {
  const list = relationships.map((item) => ({
    name: item.name,
    description: plainText(item.description),
    source_col: item.sourceCol,
    ref_col: item.refCol,
    cardinality: item.cardinality,
  }));
  return [
    ...said("", "description", description),
    ...(list.length === 0
      ? []
      : [{ key: "relationships", at: placeOf("relationships", layout, entry), value: list }]),
  ];
}

/** What the entry of a column should say. */
export function columnWants(column: WantedColumn, layout: Layout, entry?: YAMLMap): Want[] {
  const { name, description, dataType, options = [], searchable } = column;
  const list = options.map(({ value, description: about }) => ({
    value,
    ...(about === undefined ? {} : { description: plainText(about) }),
  }));
  return [
    ...said(name, "description", description),
    ...said(`${name}.data_type`, "data_type", dataType),
    ...(list.length === 0
      ? []
      : [{ key: `${name}.options`, at: placeOf("options", layout, entry), value: list }]),
    ...(searchable === undefined
      ? []
      : [
          {
            key: `${name}.searchable`,
            at: placeOf("searchable", layout, entry),
            value: searchable,
          },
        ]),
  ];
}

/**
 * The texts that stand in a property file once all of it is written, by the keys that `ours` is asked about:
 * `` of the relation, a column's name, `relationships`, `<column>.options`. Lists are canonical JSON.
 */
export function writtenTexts(wanted: WantedDocumentation): Readonly<Record<string, string>> {
  const wants = [
    ...relationWants(wanted, "dbt"),
    ...wanted.columns.flatMap((column) => columnWants(column, "dbt")),
  ];
  return Object.fromEntries(
    wants
      .filter(({ key, value }) => typeof value === "object" || !key.endsWith(".data_type"))
      .filter(({ value }) => typeof value !== "boolean")
      .map(({ key, value }) => [key, typeof value === "string" ? value : canonicalJson(value)]),
  );
}

/** A whole entry of wants, for a list that does not have it yet. */
export function wholeEntry(name: string, wants: readonly Want[]): Members {
  const entry: { [key: string]: Value } = { name };
  for (const { at, value } of wants) {
    const [first = "", ...rest] = at;
    const nested = rest.reduceRight<Value>((inner, key) => ({ [key]: inner }), value);
    entry[first] = merged(entry[first], nested);
  }
  return entry;
}

function merged(there: Value | undefined, more: Value): Value {
  if (typeof there !== "object" || typeof more !== "object") return more;
  if (Array.isArray(there) || Array.isArray(more)) return more;
  const entries = Object.entries(more).map(([key, value]): [string, Value] => [
    key,
    merged(Object.entries(there).find(([name]) => name === key)?.[1], value),
  ]);
  return { ...there, ...Object.fromEntries(entries) };
}

function said(key: string, name: string, text: string | undefined): Want[] {
  const plain = text === undefined ? "" : plainText(text);
  return plain === "" ? [] : [{ key, at: [name], value: plain }];
}

/** Where one of our keys stands: where it does already, else as the layout has it. */
function placeOf(key: string, layout: Layout, entry: YAMLMap | undefined): readonly string[] {
  const inConfig = ["config", "meta", key];
  const inMeta = ["meta", key];
  const there = [[key], inConfig, inMeta].find((at) => entry?.hasIn(at) === true);
  if (there !== undefined) return there;
  if (layout === "buster") return [key];
  return entry?.has("meta") === true && !entry.hasIn(["config", "meta"]) ? inMeta : inConfig;
}
