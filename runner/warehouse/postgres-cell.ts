import type { Cell } from "../ports.ts";
import { toNumberCell } from "./to-number-cell.ts";

/** Built-in types by their fixed object ids. */
const boolean = 16;
const numbers: ReadonlySet<number> = new Set([20, 21, 23, 26, 700, 701, 1700]);
const timestamp = 1114;
const timestampWithZone = 1184;

/**
 * A value as the port promises it, from Postgres's text (ISO dates, UTC): what is no number, boolean or
 * time stays as Postgres writes it.
 */
export function postgresCell(text: string | null, typeId: number): Cell {
  if (text === null) return null;
  if (typeId === boolean) return text === "t";
  if (numbers.has(typeId)) return toNumberCell(text);
  if (typeId === timestamp) return text.replace(" ", "T");
  if (typeId === timestampWithZone) return text.replace(" ", "T").replace(/\+00$/, "Z");
  return text;
}
