import { columnFamily } from "../profile/column-family.ts";

/** A value of a column, as a fact names it, in the type of the column. */
export function typedOption(value: string, type: string | undefined): string | number | boolean {
  const family = type === undefined ? "text" : columnFamily(type);
  if (family === "boolean" && /^(?:true|false)$/i.test(value))
    return value.toLowerCase() === "true";
  if (family !== "number") return value;
  const number = Number(value);
  return value.trim() !== "" && Number.isFinite(number) && String(number) === value
    ? number
    : value;
}
