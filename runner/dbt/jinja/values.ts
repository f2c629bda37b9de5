/** Stands for what only dbt can compute. */
export const unclear = Symbol("unclear");

/** A value that is written out, with holes where only dbt knows. */
export type Value =
  | string
  | number
  | boolean
  | null
  | typeof unclear
  | readonly Value[]
  | ValueRecord;
export interface ValueRecord {
  readonly [key: string]: Value;
}

/** What an expression may stand for: each of these, as far as files say. Never empty. */
export type Possible = readonly Value[];

/** More possibilities than this are unclear. */
const maxPossible = 1_000;

export const anything: Possible = [unclear];

export function isRecord(value: Value): value is ValueRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isValueList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Each value once, as far as it is cheap to tell. */
export function together(...all: readonly Possible[]): Possible {
  const found = new Set(all.flat());
  return found.size > maxPossible ? anything : [...found];
}

/** What comes of each pair. */
export function combine(
  left: Possible,
  right: Possible,
  make: (left: Value, right: Value) => Value,
): Possible {
  if (left.length * right.length > maxPossible) return anything;
  return together(left.flatMap((one) => right.map((other) => make(one, other))));
}

/** Longest text and list that are followed; a template could make them as long as it likes. */
const maxLength = 5_000;

/** The value, unless it has grown too long to be followed. */
export function bounded(value: Value): Value {
  const isLong = (typeof value === "string" || isValueList(value)) && value.length > maxLength;
  return isLong ? unclear : value;
}

/** As dbt writes a value into text; undefined where it is no plain value. */
export function asText(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  return value === null ? "None" : undefined;
}

/** undefined: only dbt can tell. */
export function isTrue(value: Value): boolean | undefined {
  if (value === unclear) return undefined;
  if (isValueList(value)) return value.length > 0;
  if (isRecord(value)) return Object.keys(value).length > 0;
  return value !== null && value !== false && value !== 0 && value !== "";
}

/** Plain data of a file as a value; a text with Jinja in it is unclear. */
export function toValue(data: unknown): Value {
  if (typeof data === "string") return /\{[{%#]/.test(data) ? unclear : data;
  if (typeof data === "number" || typeof data === "boolean" || data === null) return data;
  if (Array.isArray(data)) return data.map(toValue);
  if (typeof data !== "object") return unclear;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, toValue(value)]));
}
