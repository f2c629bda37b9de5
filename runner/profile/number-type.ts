import type { Dialect } from "./dialect.ts";

/** Numbers that can be endless or not a number at all. */
export function isFloat(type: string): boolean {
  return /^(?:float|real|double)/i.test(type);
}

/** Floats of four bytes: written as the double that they are, they look the same in every engine. */
export function isShortFloat(type: string): boolean {
  return /^(?:float4?|real)$/i.test(type);
}

/** The conditions that a number is not a number, and that it is endless; undefined: its type has none such. */
export function oddNumbers(
  value: string,
  type: string,
  dialect: Dialect,
): { nan: string | undefined; endless: string | undefined } {
  const isNumeric = dialect === "postgres" && /^(?:numeric|decimal)\b/i.test(type);
  if (!isFloat(type) && !isNumeric) return { nan: undefined, endless: undefined };
  const word = (text: string) => `cast('${text}' as ${isNumeric ? "numeric" : "double precision"})`;
  // A numeric with digits of its own cannot be endless.
  const canBeEndless = !isNumeric || !type.includes("(");
  return {
    nan: `${value} = ${word("NaN")}`,
    endless: canBeEndless ? `${value} in (${word("Infinity")}, ${word("-Infinity")})` : undefined,
  };
}

/** The condition that a number has no place in a mean or a range; undefined: its type has none such. */
export function notFinite(value: string, type: string, dialect: Dialect): string | undefined {
  if (dialect === "duckdb" && isFloat(type)) return `not isfinite(${value})`;
  const { nan, endless } = oddNumbers(value, type, dialect);
  const conditions = [nan, endless].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? undefined : conditions.join(" or ");
}
