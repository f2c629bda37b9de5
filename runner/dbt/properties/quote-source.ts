import type { Unit } from "./scalar-unit.ts";

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

/** The characters of a plain or quoted scalar. undefined: an escaped that is not known. */
export function quoteSource(
  text: string,
  { from, until }: { from: number; until: number },
): Unit[] | undefined {
  const quote = /["']/.exec(text.slice(from, from + 1))?.[0] ?? "";
  const end = until - quote.length;
  const units: Unit[] = [];
  // Spaces before a line break are dropped, but escaped ones stay.
  let firm = 0;
  for (let at = from + quote.length; at < end; ) {
    const rest = text.slice(at, Math.min(end, at + 12));
    const breaks = /^[ \t]*\r?\n/.test(text.slice(at, end)) ? lineBreaks(text, at, end) : undefined;
    if (breaks !== undefined) {
      units.length = Math.max(firm, trimmedLength(units));
      const start = units.at(-1)?.until ?? at;
      units.push(...folded(breaks.count, start, breaks.until));
      at = breaks.until;
      firm = units.length;
      continue;
    }
    const escaped = quote === '"' && rest.startsWith("\\") ? escapeAt(text, at, end) : undefined;
    if (quote === '"' && rest.startsWith("\\") && escaped === undefined) return undefined;
    const length = escaped?.length ?? (quote === "'" && rest.startsWith("''") ? 2 : 1);
    for (const is of (escaped?.is ?? rest.slice(0, 1)).split("")) {
      units.push({ is, from: at, until: at + length });
    }
    at += length;
    if (escaped !== undefined) firm = units.length;
  }
  return units;
}

function trimmedLength(units: readonly Unit[]): number {
  let length = units.length;
  while (length > 0 && /[ \t]/.test(units[length - 1]?.is ?? "")) length--;
  return length;
}

/** Line breaks from here on, and where the next text begins. */
function lineBreaks(text: string, at: number, end: number): { count: number; until: number } {
  const [white = ""] = /^(?:[ \t]*\r?\n)+[ \t]*/.exec(text.slice(at, end)) ?? [];
  return { count: white.split("\n").length - 1, until: at + white.length };
}

/** One break is a space, more are one break less. */
function folded(count: number, from: number, until: number): Unit[] {
  if (count === 1) return [{ is: " ", from, until }];
  return Array.from({ length: count - 1 }, (_, index) => ({
    is: "\n",
    from: index === 0 ? from : until,
    until,
  }));
}

function escapeAt(
  text: string,
  at: number,
  end: number,
): { is: string; length: number } | undefined {
  const rest = text.slice(at + 1, end);
  const [brk] = /^\r?\n(?:[ \t]*\r?\n)*[ \t]*/.exec(rest) ?? [];
  if (brk !== undefined) {
    return { is: "\n".repeat(brk.split("\n").length - 2), length: 1 + brk.length };
  }
  const [hex] = /^(?:x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8})/i.exec(rest) ?? [];
  if (hex !== undefined) {
    const point = Number.parseInt(hex.slice(1), 16);
    return point > 0x10ffff
      ? undefined
      : { is: String.fromCodePoint(point), length: 1 + hex.length };
  }
  const is = escapes[rest.slice(0, 1)];
  return is === undefined ? undefined : { is, length: 2 };
}
