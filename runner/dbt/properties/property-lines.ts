import type { WantedColumn, WantedProperties } from "./wanted-properties.ts";
import { quoted, yamlText } from "./yaml-text.ts";

/** How the entries of a list are written: spaces before and after the dash. */
export interface Dash {
  column: number;
  gap: number;
}

export function modelLines(wanted: WantedProperties, { column, gap }: Dash): string[] {
  const indent = column + 1 + gap;
  const columns = wanted.columns.flatMap((item) => columnLines(item, { column: indent + 2, gap }));
  return [
    `${" ".repeat(column)}-${" ".repeat(gap)}name: ${yamlText(wanted.name, indent).inline}`,
    ...textLines("description", wanted.description, indent),
    ...(columns.length > 0 ? [`${" ".repeat(indent)}columns:`] : []),
    ...columns,
  ];
}

export function columnLines(wanted: WantedColumn, { column, gap }: Dash): string[] {
  const indent = column + 1 + gap;
  return [
    `${" ".repeat(column)}-${" ".repeat(gap)}name: ${yamlText(wanted.name, indent).inline}`,
    ...textLines("description", wanted.description, indent),
    ...textLines("data_type", wanted.dataType, indent),
  ];
}

export function textLines(key: string, value: string | undefined, indent: number): string[] {
  if (value === undefined) return [];
  const { inline, body } = yamlText(value, indent);
  return [`${" ".repeat(indent)}${key}: ${inline}`, ...indented(body, indent + 2)];
}

export function indented(lines: readonly string[], indent: number): string[] {
  return lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line));
}

/** Columns as items of a list in flow style, without its brackets. */
export function flowColumns(columns: readonly WantedColumn[]): string {
  return columns
    .map(({ name, description, dataType }) => flowTexts({ name, description, data_type: dataType }))
    .map((texts) => `{${texts}}`)
    .join(", ");
}

/** Members of a mapping in flow style, without its braces. */
export function flowTexts(texts: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(texts)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${quoted(value).inline}`]))
    .join(", ");
}
