import type { Measured } from "./measured.ts";

export interface Roles {
  /** Numbers that are amounts or quantities. */
  measures: readonly string[];
  /** Of those, the ones that may be added up, by name or because they were. */
  additive: readonly string[];
  /** Prices, rates and the like: of each row, and of nothing when added up. */
  perUnit: readonly string[];
  /** Columns of few values, flags among them. */
  categories: readonly string[];
  /** When something happened; audit times are not among them. */
  times: readonly string[];
  audit: readonly string[];
  /** The time by which people would look at it. */
  mainTime: string | undefined;
}

const addsUp =
  /(?:^|_)(?:amount|total|subtotal|quantity|qty|units|count|revenue|due|paid|refunded|fee|margin|sales|items|orders|payments|value|tax|freight|discount_amount)$|(?:amt|due|total|qty)$/i;
const isPerUnit = /price|rate|percent|pct|ratio|unit_|list_|average|avg|median|per_/i;

/** Which part each column plays, by what was measured and by its name. */
export function rolesOf({ columns, book, rows }: Measured): Roles {
  const named = (...classes: readonly string[]) =>
    columns.flatMap(({ name, profile }) =>
      profile !== undefined && classes.includes(profile.semantics) ? [name] : [],
    );
  const measures = named("money", "quantity", "ratio");
  const sums = new Set(
    columns.flatMap(({ name, output }) =>
      output?.kind === "aggregated" &&
      /^\s*(?:cast\()?\s*(?:sum|count)\b/i.test(output.expression ?? "")
        ? [name]
        : [],
    ),
  );
  const times = named("event_time").filter((name) => book.of(name, "max") !== undefined);
  const isConstant = (name: string) => book.of(name, "min")?.value === book.of(name, "max")?.value;
  const nulls = (name: string) => book.number(name, "null_count")?.value ?? 0;
  const [mainTime] = times
    .filter((name) => !isConstant(name))
    .toSorted((a, b) => Math.sign(nulls(a)) - Math.sign(nulls(b)));
  return {
    measures,
    additive: measures.filter(
      (name) => sums.has(name) || (addsUp.test(name) && !isPerUnit.test(name)),
    ),
    perUnit: measures.filter((name) => !sums.has(name) && isPerUnit.test(name)),
    categories: named("enum", "flag").filter(
      (name) => book.number(name, "distinct_count")?.value !== 1,
    ),
    times,
    audit: named("audit_time"),
    // One of which most is missing dates little.
    mainTime: mainTime !== undefined && nulls(mainTime) < (rows ?? 0) / 2 ? mainTime : undefined,
  };
}
