import { type Dialect, dialects } from "./dialect.ts";
import type { Measure } from "./measure.ts";
import { quote } from "./quote.ts";

type Cell = string | number | boolean | null;

/** Values of a column that its form is guessed from; what was guessed is then counted in all of them. */
const lookedAt = 1_000;
/** Shapes of a column that are looked at. */
const mostShapes = 20;
/** Longest text that has a form, in characters. */
export const longestForm = 64;
/** Share of the values that a guess needs. */
const guess = 0.9;

/** Characters of a value that are looked at. */
const longestLook = 4 * longestForm + 1;

/** One statement that answers `i, value, n`: some values of each column. They are judged, and kept nowhere. */
export function planLook(from: string, columns: readonly { name: string }[]): string {
  return columns
    .map(({ name }, index) => {
      const c = quote.name(name);
      const some = `select left(${c}, ${longestLook}) as v from ${from} where ${c} is not null limit ${lookedAt}`;
      return `(select ${index} as i, v, count(*) as n from (${some}) t group by 2)`;
    })
    .join("\nunion all\n");
}

/** The most frequent shapes of values. */
function shapesOf(rows: readonly (readonly Cell[])[]): readonly { shape: string; n: number }[] {
  const counts = new Map<string, number>();
  for (const [, value, n] of rows) {
    const shape = String(value)
      .replaceAll(/[0-9]/g, "9")
      .replaceAll(/[A-Z]/g, "A")
      .replaceAll(/[a-z]/g, "a");
    counts.set(shape, (counts.get(shape) ?? 0) + Number(n));
  }
  return [...counts]
    .map(([shape, n]) => ({ shape, n }))
    .sort((a, b) => b.n - a.n || (a.shape < b.shape ? -1 : 1))
    .slice(0, mostShapes);
}

export interface Form {
  /** `9` a digit, `A` and `a` letters, `X` and `x` digits of a hexadecimal number. */
  shape: string;
  /** What a text of this shape is matched with, anchored; for the engines' common part of regular expressions. */
  pattern: string;
}

export interface Forms {
  /** To be counted in all rows. */
  form: Form | undefined;
  /** What most values look like; they are shown nowhere. */
  kind: "email" | "url" | undefined;
}

/** What the answer of `planLook` suggests, for each column in order. */
export function readShapes(
  columns: readonly { name: string }[],
  rows: readonly (readonly Cell[])[],
): readonly Forms[] {
  const byIndex = Map.groupBy(rows, ([index]) => Number(index));
  return columns.map((_column, index) => {
    const found = shapesOf(byIndex.get(index) ?? []);
    // Of many shapes only the frequent ones are here: the rest is not known, so it does not match.
    const total = Math.max(
      1,
      found.reduce((sum, { n }) => sum + n, 0),
    );
    const share = (is: (shape: string) => boolean) =>
      found.reduce((sum, { shape, n }) => sum + (is(shape) ? n : 0), 0) / total;
    if (share((shape) => /^[^\s@]+@[^\s@]+\.[Aa]{2,}$/.test(shape)) >= guess) {
      return { form: undefined, kind: "email" };
    }
    if (share((shape) => /^(?:aaaaa?|aaa):\/\//i.test(shape)) >= guess) {
      return { form: undefined, kind: "url" };
    }
    const [first] = found;
    if (first === undefined) return { form: undefined, kind: undefined };
    if (share((shape) => shape === first.shape) >= guess) {
      return { form: formOf(first.shape), kind: undefined };
    }
    return { form: hexadecimal(found.map(({ shape }) => shape)), kind: undefined };
  });
}

/** Words and bare numbers have no form worth saying. */
function formOf(shape: string): Form | undefined {
  if (shape.length < 3 || !/9/.test(shape) || /^9+(?:\.9+)?$/.test(shape)) return undefined;
  if (shape.length > longestForm || /[^\x20-\x7e]/.test(shape)) return undefined;
  return { shape, pattern: patternOf(shape, "[0-9]", "[A-Z]", "[a-z]") };
}

/** Shapes that differ only in where the letters are: parts of one length, in one case. */
function hexadecimal(found: readonly string[]): Form | undefined {
  for (const [letter, digit, letters] of [
    ["A", "X", "[0-9A-F]"],
    ["a", "x", "[0-9a-f]"],
  ] as const) {
    const general = found.map((shape) =>
      shape.replaceAll(/[9Aa]/g, (sign) => (sign === "9" || sign === letter ? digit : "?")),
    );
    const [first] = general;
    if (first === undefined || first.length < 4 || first.length > longestForm) continue;
    if (/[^\x20-\x7e]|\?/.test(first) || general.some((shape) => shape !== first)) continue;
    return { shape: first, pattern: patternOf(first, letters, letters, letters) };
  }
  return undefined;
}

function patternOf(shape: string, digit: string, capital: string, small: string): string {
  const parts = [...shape.matchAll(/([\s\S])\1*/gu)].map(([run, sign = ""]) => {
    const count = run.length === 1 ? "" : `{${run.length}}`;
    return `${signOf(sign, digit, capital, small)}${count}`;
  });
  // It stands between single quotes.
  return `^${parts.join("")}$`.replaceAll("'", "''");
}

function signOf(sign: string, digit: string, capital: string, small: string): string {
  if (sign === "9") return digit;
  if (sign === "A" || sign === "X") return capital;
  if (sign === "a" || sign === "x") return small;
  // In brackets all but these stands for itself, whichever engine reads it.
  if (sign === "^" || sign === "\\" || sign === "[" || sign === "]") return `\\${sign}`;
  return /[A-Za-z0-9 _-]/.test(sign) ? sign : `[${sign}]`;
}

/** The same share as `formMeasure` asks for, by looking at each value once: for columns with few of them. */
export function groupedFormQuery(
  from: string,
  { name }: { name: string },
  form: Form,
  dialect: Dialect,
): string {
  const { double, matches, text } = dialects[dialect];
  const c = quote.name(name);
  const has = matches(text("v"), form.pattern);
  const groups = `select ${c} as v, count(*) as n from ${from} where ${c} is not null group by 1`;
  return `select ${double(`sum(case when ${has} then n else 0 end)`)} / nullif(sum(n), 0) from (${groups}) g`;
}

/** The share of the values that have the form, to be asked of all rows. */
export function formMeasure(column: { name: string }, form: Form, dialect: Dialect): Measure {
  const { countIf, double, matches, text } = dialects[dialect];
  const c = quote.name(column.name);
  const has = matches(text(c), form.pattern);
  return {
    column: column.name,
    metric: "pattern_share",
    argument: form.shape,
    expression: `${double(countIf(has))} / nullif(count(${c}), 0)`,
    method: "exact",
    answer: "number",
  };
}
