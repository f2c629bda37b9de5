import type { MacroText } from "./text-template.ts";

/** A value while a template is rendered. Lists and dictionaries can grow, as in Jinja. */
export type JinjaValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | JinjaValue[]
  | Map<string, JinjaValue>
  | { kind: "relation"; node: string }
  | { kind: "macro"; macro: MacroText; package: string | undefined }
  | { kind: "answer"; give(): JinjaValue }
  | Unknown;

/** What only dbt can compute, and why. */
export interface Unknown {
  kind: "unknown";
  reason: string;
}

/** Begins the names that stand in SQL for what is not known. */
export const marker = "jinja__unknown_";

export function unknown(reason: string): Unknown {
  return { kind: "unknown", reason };
}

export function isUnknown(value: JinjaValue): value is Unknown {
  return isTagged(value) && value.kind === "unknown";
}

export function isTagged(value: JinjaValue): value is Extract<JinjaValue, { kind: string }> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map)
  );
}

/** undefined: it cannot be told. */
export function truthOf(value: JinjaValue): boolean | undefined {
  if (isTagged(value)) return value.kind === "unknown" ? undefined : true;
  if (typeof value === "string") return value.includes(marker) ? undefined : value !== "";
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map) return value.size > 0;
  return Boolean(value);
}

/** The value that is equal to itself only. */
export function isEqual(one: JinjaValue, other: JinjaValue): boolean | undefined {
  if (holdsUnknown(one) || holdsUnknown(other)) return undefined;
  if (isTagged(one) || isTagged(other))
    return (
      one === other ||
      (isTagged(one) &&
        isTagged(other) &&
        one.kind === "relation" &&
        other.kind === "relation" &&
        one.node === other.node)
    );
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) return false;
    const parts = one.map((item, index) => isEqual(item, other[index]));
    return parts.includes(undefined) ? undefined : !parts.includes(false);
  }
  return (one ?? null) === (other ?? null);
}

export function holdsUnknown(value: JinjaValue): boolean {
  return isUnknown(value) || (typeof value === "string" && value.includes(marker));
}

/** Plain data as a value. */
export function toJinjaValue(value: unknown): JinjaValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (Array.isArray(value)) return value.map(toJinjaValue);
  if (typeof value === "object" && value !== null) {
    return new Map(Object.entries(value).map(([key, inside]) => [key, toJinjaValue(inside)]));
  }
  return null;
}
