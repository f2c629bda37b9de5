import type { Statement } from "../facts/statement.ts";
import { defaultOf } from "./default-of.ts";
import { keyColumns, keyFacts } from "./find-grain.ts";
import { isSayable, isSayableCode } from "./is-sayable.ts";
import { mark } from "./mark.ts";
import type { ColumnMatter, Material } from "./material.ts";
import { say } from "./say.ts";
import { sayName, sayNames } from "./say-name.ts";
import { state } from "./state.ts";
import { tellFormula } from "./tell-formula.ts";
import { watchFor } from "./watch-for.ts";

const maxFormulas = 5;
const maxWarnings = 6;
const maxConstants = 3;
/** A share of distinct values from which repetitions surprise. */
const nearlyUnique = 0.98;

/** What one would trip over: formulas, keys that are none, values that mean nothing. */
export function tellContext(material: Material): Statement[] {
  const { columns } = material;
  const texts = [
    ...columns.flatMap(tellComputed).slice(0, maxFormulas),
    ...tellOtherKeys(material),
    ...columns.flatMap((column) => tellAlmostKey(material, column) ?? []),
    ...columns.flatMap((column) => tellOnlyValue(material, column) ?? []).slice(0, maxConstants),
    ...tellOrphans(material),
    ...columns
      .flatMap(({ name }) => {
        const said = sayName(name);
        return said === undefined
          ? []
          : watchFor(material, name)
              .filter(({ kind }) => kind !== "zeros")
              .map(({ text }) => `${said}: ${text}`);
      })
      .slice(0, maxWarnings),
    ...tellSample(material),
  ];
  return texts.map((text) => state("context", text));
}

function tellComputed({ name, output, formula, profile }: ColumnMatter): string[] {
  const said = sayName(name);
  if (output === undefined || said === undefined) return [];
  const { kind, expression } = output;
  const isComputed = kind === "derived" || kind === "aggregated" || kind === "cast";
  if (!isComputed || expression === undefined) return [];
  const told = formula === undefined ? undefined : tellFormula(formula, profile?.family);
  if (told !== undefined) return [`${said}: ${told.charAt(0).toLowerCase()}${told.slice(1)}`];
  const fallback = defaultOf(expression);
  const [source] = sayNames([...new Set(output.from.map(({ node }) => node))]);
  if (fallback !== undefined) {
    return source === undefined
      ? []
      : [`${said}: \`${fallback}\` stands for null, as where ${source} lacks the row.`];
  }
  // That a column was cast or counted is told with the column.
  if (kind === "cast" || /^\s*count\(\s*\*?\s*\)\s*$/i.test(expression)) return [];
  return isSayableCode(expression) ? [`${said} is computed as \`${expression}\`.`] : [];
}

function tellOtherKeys(material: Material): string[] {
  const keys = keyColumns(material);
  if (keys.length < 2) return [];
  const said = keys.slice(0, 4).flatMap((name) => {
    const [column, facts] = [sayName(name), keyFacts(material, name)];
    return column === undefined || facts.length < 2 ? [] : [mark(column, ...facts)];
  });
  return said.length < 2 ? [] : [`Each of ${say.list(said)} identifies a row alone.`];
}

function tellAlmostKey({ book }: Material, { name, profile }: ColumnMatter): string | undefined {
  const [said, unique] = [sayName(name), book.of(name, "is_unique")];
  const [distinct, most] = [
    book.number(name, "distinct_count"),
    book.number(name, "max_frequency"),
  ];
  const looksLikeKey = ["key", "foreign_key", "email"].includes(profile?.semantics ?? "");
  if (said === undefined || unique?.value !== false || profile === undefined) return undefined;
  if (!looksLikeKey || distinct?.method !== "exact" || most === undefined) return undefined;
  if (profile.nonNull < 20 || distinct.value < nearlyUnique * profile.nonNull) return undefined;
  return `${said} looks like a key and is none: one value occurs ${mark(say.count(most.value), most)} times.`;
}

function tellOnlyValue(
  { book, rows }: Material,
  { name, profile }: ColumnMatter,
): string | undefined {
  const said = sayName(name);
  if (said === undefined || rows === undefined || rows < 20) return undefined;
  const nulls = book.number(name, "null_count");
  if (nulls !== undefined && nulls.value === rows) {
    return `${said} is ${mark("always null", nulls)}.`;
  }
  const distinct = book.number(name, "distinct_count");
  const min = book.of(name, "min");
  const value =
    profile?.family === "number" && typeof min?.value === "number"
      ? say.number(min.value)
      : undefined;
  const [share] = book.shares(name);
  const only =
    value ?? (share !== undefined && isSayable(share.argument) ? `'${share.argument}'` : undefined);
  if (distinct?.value !== 1 || distinct.method !== "exact" || only === undefined) return undefined;
  const fact = value === undefined ? share : min;
  if (fact === undefined) return undefined;
  const rest = nulls?.value === 0 ? "" : ", besides null";
  return `${said} has a single value {${distinct.id}}, ${mark(only, fact)}${rest}.`;
}

function tellOrphans({ brief, book }: Material): string[] {
  return brief.relationships.flatMap(({ child, parent }) => {
    const [column, subject] = [sayName(child.column), sayName(parent.subject)];
    const coverage = book.number(
      child.column,
      "reference_coverage",
      `${parent.subject}.${parent.column}`,
    );
    if (column === undefined || subject === undefined || coverage === undefined) return [];
    if (coverage.value === 1) return [];
    return [
      `${column}: ${mark(say.share(1 - coverage.value), coverage)} of the values that are not null are missing in ${subject}.`,
    ];
  });
}

function tellSample({ brief, book, rows }: Material): string[] {
  if (brief.profile?.method !== "sample" || rows === undefined || book.rows === undefined)
    return [];
  return [
    "Shares and quantiles come from a random sample of the rows; counts and ranges from the whole relation.",
  ];
}
