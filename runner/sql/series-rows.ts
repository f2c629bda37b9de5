import { largestExponent, maxMadeRows } from "./size-limits.ts";

const secondsOf = new Map(
  Object.entries({
    microsecond: 1e-6,
    millisecond: 1e-3,
    second: 1,
    sec: 1,
    minute: 60,
    min: 60,
    hour: 3_600,
    day: 86_400,
    week: 604_800,
    mon: 2_629_800,
    month: 2_629_800,
    quarter: 7_889_400,
    year: 31_557_600,
    decade: 315_576_000,
    century: 3_155_760_000,
  }),
);

/** A number, or the seconds of a time or an interval; undefined: the text is none of these. */
export function numberOfText(text: string): number | undefined {
  const clean = text.trim();
  if (/^[+-]?[\d_]*\.?\d+(e[+-]?\d+)?$/i.test(clean)) return Number(clean.replaceAll("_", ""));
  const parts = [...clean.matchAll(/([+-]?\d*\.?\d+)\s*([a-z]+?)s?(?![a-z])/gi)];
  const units = parts.map(([, count, unit]) => {
    const seconds = secondsOf.get((unit ?? "").toLowerCase());
    return seconds === undefined ? undefined : Number(count) * seconds;
  });
  if (units.length > 0 && !units.includes(undefined)) {
    return units.reduce<number>((sum, seconds) => sum + (seconds ?? 0), 0);
  }
  const time = /^\d{4}-\d/.test(clean) ? Date.parse(clean) : Number.NaN;
  return Number.isNaN(time) ? undefined : time / 1_000;
}

export function secondsOfUnit(unit: string): number | undefined {
  return secondsOf.get(unit.toLowerCase().replace(/s$/, ""));
}

/** What an operator or a function makes of numbers; undefined: not known. */
export function compute(name: string, values: readonly (number | undefined)[]): number | undefined {
  const [left, right] = values;
  if (left === undefined || values.includes(undefined)) return undefined;
  if (right === undefined) {
    if (name === "-") return -left;
    return ["+", "trunc", "round", "ceil", "floor", "abs"].includes(name) ? left : undefined;
  }
  switch (name) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
    case "multiply":
      return left * right;
    case "/":
    case "//":
    case "div":
      return left / right;
    case "<<":
      return left * 2 ** right;
    case "^":
    case "**":
    case "pow":
    case "power":
      return left ** right;
    default:
      return undefined;
  }
}

/**
 * Rows of a series between two constants. What is not known counts as little, unless a number that is far
 * too large stands in the arguments.
 */
export function seriesRows(
  values: readonly (number | undefined)[],
  largestLiteral: number,
): number {
  const [start, stop, step = 1] = values.length === 1 ? [0, values[0]] : values;
  if (values.length < 3 || values[2] !== undefined) {
    if (start !== undefined && stop !== undefined) {
      return Math.max(1, Math.abs(stop - start) / Math.max(Math.abs(step), 1e-9));
    }
  }
  return largestLiteral > maxMadeRows ? largestLiteral : 1;
}

/** `2::numeric ^ 400000` has 120,000 digits. */
export function isTooLargePower(name: string, values: readonly (number | undefined)[]): boolean {
  if (!["^", "**", "pow", "power"].includes(name)) return false;
  return Math.abs(values[1] ?? 0) > largestExponent;
}

/** `(a*)*`: for a matcher that goes back, time grows with every letter as a power. */
export function isRegexBomb(pattern: string): boolean {
  return /\((?:\?:)?(?:\\?[^()\\]|\\.|\[[^\]]*\])[*+]\??\)(?:[*+]|\{\d)/.test(pattern);
}
