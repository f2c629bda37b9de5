import { hasOpenEnds } from "./has-open-ends.ts";
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

/** Rows are events or their lines: their amounts may be added up. Of things, versions and levels they may not. */
const ofEvents =
  /(?:^|_)(?:fct|fact)_|order_(?:items|lines)_|(?:orders?|order_?headers?|lines?|items?|details?|payments?|transactions?|events?|sales|invoices?|refunds?|shipments?|purchases?|bookings?|entries|logs?)$/i;
const ofTotals = /^(?:rpt|report|agg|mart)_/i;
const ofLevels =
  /stock|inventory|balance|on_hand|level|quota|limit|capacity|snapshot|running|cumulative|(?:^|_)(?:mtd|ytd|wtd)(?:_|$)/i;
const addsUp =
  /(?:^|_)(?:amount|total|subtotal|quantity|qty|units|count|revenue|due|paid|refunded|fee|sales|items|orders|payments|value|tax|freight|discount_amount)(?:_cents|_usd|_eur)?$|(?:amt|due|total|qty)$/i;
const isPerUnit = /price|rate|percent|pct|ratio|unit_|list_|average|avg|median|per_/i;

/** Which part each column plays, by what was measured and by its name. */
export function rolesOf({ brief, columns, book, rows }: Measured): Roles {
  const named = (...classes: readonly string[]) =>
    columns.flatMap(({ name, profile }) =>
      profile !== undefined && classes.includes(profile.semantics) ? [name] : [],
    );
  const isOfEvents =
    brief.kind !== "seed" && !/^(?:dim|dimension)_/i.test(brief.name) && ofEvents.test(brief.name);
  const measures = named("money", "quantity", "ratio");
  const sums = new Set(
    columns.flatMap(({ name, output }) =>
      output?.kind === "aggregated" &&
      /^\s*(?:cast\()?\s*(?:sum|count)\s*\((?!\s*distinct\b)/i.test(output.expression ?? "")
        ? [name]
        : [],
    ),
  );
  const times = named("event_time").filter(
    (name) => book.of(name, "max") !== undefined && !hasOpenEnds(book, name),
  );
  const isConstant = (name: string) => book.of(name, "min")?.value === book.of(name, "max")?.value;
  const nulls = (name: string) => book.number(name, "null_count")?.value ?? 0;
  const [mainTime] = times
    .filter((name) => !isConstant(name))
    .toSorted((a, b) => Math.sign(nulls(a)) - Math.sign(nulls(b)));
  return {
    measures,
    additive: measures.filter((name) => {
      if (brief.kind === "snapshot" || ofLevels.test(brief.name) || ofLevels.test(name))
        return false;
      if (sums.has(name)) return isOfEvents || ofTotals.test(brief.name);
      return isOfEvents && addsUp.test(name) && !isPerUnit.test(name);
    }),
    perUnit: isOfEvents ? measures.filter((name) => !sums.has(name) && isPerUnit.test(name)) : [],
    categories: named("enum", "flag").filter(
      (name) => book.number(name, "distinct_count")?.value !== 1,
    ),
    times,
    audit: named("audit_time"),
    // One of which most is missing dates little.
    mainTime: mainTime !== undefined && nulls(mainTime) < (rows ?? 0) / 2 ? mainTime : undefined,
  };
}
