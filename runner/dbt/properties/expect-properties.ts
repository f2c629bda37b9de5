import { isEmptyText } from "../is-empty-text.ts";
import type { WantedProperties } from "./wanted-properties.ts";

type Members = Record<string, unknown>;

/** What a property file's data should be after the wanted texts were added to it. */
export function expectProperties(before: unknown, wanted: WantedProperties): unknown {
  const file = members(before);
  const base = Object.keys(file).length === 0 ? { version: 2 } : file;
  const models = list(file.models);
  const at = models.findIndex((model) => members(model).name === wanted.name);
  const entry = at === -1 ? { name: wanted.name } : members(models[at]);
  const expected = withColumns(withTexts(entry, { description: wanted.description }), wanted);
  return { ...base, models: at === -1 ? [...models, expected] : models.with(at, expected) };
}

function withColumns(entry: Members, { columns: wanted }: WantedProperties): Members {
  if (wanted.length === 0) return entry;
  const columns = [...list(entry.columns)];
  for (const { name, description, dataType } of wanted) {
    const texts = { description, data_type: dataType };
    const at = columns.findIndex((column) => isNamed(column, name));
    if (at === -1) columns.push(withTexts({ name }, texts));
    else columns[at] = withTexts(members(columns[at]), texts);
  }
  return { ...entry, columns };
}

function withTexts(entry: Members, texts: Readonly<Record<string, string | undefined>>): Members {
  const missing = Object.entries(texts).filter(
    ([key, value]) => value !== undefined && isEmptyText(entry[key]),
  );
  return { ...entry, ...Object.fromEntries(missing) };
}

function isNamed(column: unknown, name: string): boolean {
  const found = members(column).name;
  return typeof found === "string" && found.toLowerCase() === name.toLowerCase();
}

function members(value: unknown): Members {
  const isMembers = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMembers ? Object.fromEntries(Object.entries(value)) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
