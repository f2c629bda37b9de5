import { z } from "zod";
import { parseYaml } from "../dbt/parse-yaml.ts";
import type { TextPlace } from "../dbt/properties/find-text.ts";
import { propertySection } from "../dbt/property-section.ts";
import type { ProjectNode } from "./project-node.ts";

const words = z.string().catch("").default("");
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const list = z.array(z.looseObject({})).catch([]).default([]);
const Option = z.looseObject({ value: scalar, description: words });
const Related = z.looseObject({
  name: words,
  source_col: words,
  ref_col: words,
  description: words,
});
const Meta = z.looseObject({ options: list, relationships: list }).catch({
  options: [],
  relationships: [],
});
const members = {
  name: scalar.transform(String),
  description: words,
  options: list,
  relationships: list,
  meta: Meta.optional(),
  config: z.looseObject({ meta: Meta.optional() }).optional().catch(undefined),
};
const Entry = z.looseObject({ ...members, columns: list });
const Column = z.looseObject(members);
const Named = z.looseObject({ name: scalar.transform(String), tables: list });
const File = z.looseObject({ models: list, seeds: list, snapshots: list, sources: list });

/** A text of a documentation, and where it stands in its property file. */
export interface PlacedText {
  text: string;
  place: TextPlace;
}

/**
 * Every text that a property file has of a node, by the key under which statements are looked up: `` of the
 * relation, a column's name, `column = value` of an option, `column -> parent.column` of a relationship.
 */
export function textsOf(
  text: string,
  { name, kind }: Pick<ProjectNode, "name" | "kind">,
): ReadonlyMap<string, PlacedText> {
  const texts = new Map<string, PlacedText>();
  const yaml = parseYaml(text);
  const file = "problem" in yaml ? undefined : File.safeParse(yaml.value).data;
  if (file === undefined) return texts;
  const dot = name.indexOf(".");
  const isSource = kind === "source";
  const where = {
    section: propertySection[kind],
    name: isSource ? name.slice(dot + 1) : name,
    ...(isSource ? { source: name.slice(0, dot) } : {}),
  };
  const entries = isSource
    ? file.sources.flatMap((one) => {
        const source = Named.safeParse(one).data;
        return source !== undefined && source.name === where.source ? source.tables : [];
      })
    : file[where.section];
  const entry = entries
    .flatMap((one) => Entry.safeParse(one).data ?? [])
    .find((one) => one.name === where.name);
  if (entry === undefined) return texts;

  const put = (
    key: string,
    said: string,
    place: Omit<TextPlace, "section" | "name" | "source">,
  ) => {
    if (said !== "") texts.set(key, { text: said, place: { ...where, ...place } });
  };
  put("", entry.description, {});
  for (const related of keysOf(entry, "relationships")) {
    const one = Related.safeParse(related).data;
    if (one === undefined) continue;
    const { name: parent, source_col: sourceCol, ref_col: refCol, description } = one;
    put(`${sourceCol} -> ${parent}.${refCol}`, description, {
      relationship: { parent, sourceCol, refCol },
    });
  }
  for (const one of entry.columns) {
    const column = Column.safeParse(one).data;
    if (column === undefined) continue;
    put(column.name, column.description, { column: column.name });
    for (const option of keysOf(column, "options")) {
      const { value, description } = Option.safeParse(option).data ?? {};
      if (value === undefined || description === undefined) continue;
      put(`${column.name} = ${value}`, description, { column: column.name, option: value });
    }
  }
  return texts;
}

/** Wherever the layout has them. */
function keysOf(
  entry: z.infer<typeof Column>,
  key: "options" | "relationships",
): readonly unknown[] {
  return [entry[key], entry.config?.meta?.[key] ?? [], entry.meta?.[key] ?? []].flat();
}
