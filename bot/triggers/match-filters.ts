import { matchWildcard } from "./match-wildcard.ts";

/**
 * The first filter that a payload does not meet, in words; undefined when all hold. A filter is a value, a
 * list of values (one must fit), text with `*` or `?`, or nested filters; a list in the payload fits when
 * one of its members does.
 */
export function unmetFilter(
  filters: Readonly<Record<string, unknown>>,
  payload: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const [path, wanted] of Object.entries(filters)) {
    const actual = payloadValue(payload, path);
    if (isRecord(wanted)) {
      const nested = isRecord(actual) ? unmetFilter(wanted, actual) : `it has no \`${path}\``;
      if (nested !== undefined) return nested;
      continue;
    }
    if (fits(wanted, actual)) continue;
    if (actual === undefined) return `the event has no \`${path}\``;
    return `\`${path}\` is ${shown(actual)}, not ${shown(wanted)}`;
  }
  return undefined;
}

/** The value at a dotted path: a key that is written so, or one key inside the other. */
export function payloadValue(payload: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  const dot = path.indexOf(".");
  if (dot === -1) return undefined;
  const inner = payload[path.slice(0, dot)];
  return isRecord(inner) && Object.hasOwn(payload, path.slice(0, dot))
    ? payloadValue(inner, path.slice(dot + 1))
    : undefined;
}

function fits(wanted: unknown, actual: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.some((one) => fits(one, actual));
  if (Array.isArray(actual)) return actual.some((one) => fits(wanted, one));
  if (wanted === null) return actual === null;
  if (actual === null || actual === undefined || typeof actual === "object") return false;
  if (typeof wanted === "string") return matchWildcard(wanted, String(actual));
  return String(wanted) === String(actual);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Strangers write payloads: one short line of it is enough for a reason. */
function shown(value: unknown): string {
  const text = Array.isArray(value) ? value.map(String).join(" or ") : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
