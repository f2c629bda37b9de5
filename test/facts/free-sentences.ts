import type { Fact } from "#agents-schema/fact.ts";
import type { Statement } from "#runner/facts/statement.ts";
import type { Page } from "./shop-pages.ts";

/** Facts of one column, by metric; of shares the greatest first. */
function openColumn(page: Page, column: string) {
  const own = page.facts.filter(({ subject }) => subject === `${page.subject}.${column}`);
  const number = (metric: string) => {
    const fact = own.find((one) => one.metric === metric);
    return fact !== undefined && typeof fact.value === "number"
      ? { ...fact, value: fact.value }
      : undefined;
  };
  const shares = own
    .flatMap((fact) =>
      fact.metric === "share" && typeof fact.value === "number" && fact.argument !== undefined
        ? [{ ...fact, value: fact.value, argument: fact.argument }]
        : [],
    )
    .filter(({ argument }) => /^[\p{L}][\p{L} -]{0,30}$/u.test(argument))
    .sort((a, b) => b.value - a.value);
  return {
    own,
    number,
    fact: (metric: string) => own.find((one) => one.metric === metric),
    shares,
  };
}

const words = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const months =
  "January February March April May June July August September October November December".split(
    " ",
  );
const grouped = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });
const whole = (share: number) => Math.round(share * 100);
const isMiddle = (share: number) => share > 0.02 && share < 0.98;

/** Sentences as a language model writes them: many ways to print the same facts, all of them true. */
export function writeFreely(page: Page): readonly Statement[] {
  const columns = (page.context.columns ?? []).flatMap((column) => ofColumn(page, column));
  return [...ofRelation(page), ...columns].map((one) => ({ ...one, by: "model" }));
}

type Draft = Omit<Statement, "by">;

function ofRelation({ facts, subject }: Page): Draft[] {
  const rows = facts.find((fact) => fact.metric === "row_count" && fact.subject === subject);
  if (rows === undefined || typeof rows.value !== "number" || rows.value < 100) return [];
  const { id, value } = rows;
  const two = Number(value.toPrecision(2));
  const three = Number(value.toPrecision(3));
  const texts = [
    `Holds ${grouped(value)} {${id}} rows.`,
    `The table has about ${grouped(three)} {${id}} rows as of November 2026.`,
    `Scale: ~${grouped(three)} {${id}} rows.`,
    `More than ${grouped(Math.floor(value / 100) * 100 - 1)} {${id}} rows were counted on 2026-11-24.`,
    ...(value >= 10_000
      ? [
          `Roughly ${(value / 1000).toFixed(1)}K {${id}} records.`,
          `Some ${Math.round(value / 1000)} thousand {${id}} rows.`,
        ]
      : []),
    ...(two === value
      ? []
      : [`Fewer than ${grouped(Math.ceil(value / 100) * 100 + 1)} {${id}} rows.`]),
  ];
  return texts.map((marked) => ({ part: "contents", marked }));
}

function ofColumn(page: Page, column: string): Draft[] {
  const { number, fact, shares, own } = openColumn(page, column);
  const say = (marked: string): Draft => ({ part: "column", column, marked });
  const name = `\`${column}\``;
  const texts: string[] = [];
  const [nulls, nullShare, distinct, most] = [
    number("null_count"),
    number("null_share"),
    number("distinct_count"),
    number("max_frequency"),
  ];
  const unique = fact("is_unique");
  if (nulls?.value === 0) {
    texts.push(
      `${name} has no nulls {${nulls.id}}.`,
      `Always populated {${nulls.id}}.`,
      `Set in every row {${nulls.id}}, so it is safe to group by.`,
      `0 {${nulls.id}} nulls.`,
    );
  }
  if (nulls !== undefined && nulls.value > 0 && nullShare !== undefined && nullShare.value < 1) {
    texts.push(`Sometimes null {${nulls.id}}.`, `${grouped(nulls.value)} {${nulls.id}} nulls.`);
    if (isMiddle(nullShare.value)) {
      texts.push(
        `${whole(nullShare.value)}% {${nullShare.id}} of the values are null.`,
        `About ${whole(nullShare.value)} percent {${nullShare.id}} of the rows lack a value.`,
        `${100 - whole(nullShare.value)}% {${nullShare.id}} of the rows have a value.`,
        `Missing in ${(nullShare.value * 100).toFixed(1)} % {${nullShare.id}} of the rows; treat a missing value as unknown.`,
      );
    }
    if (nullShare.value < 0.01) texts.push(`Under 1% {${nullShare.id}} of the values are null.`);
    if (nullShare.value > 0.9) texts.push(`Over 90% {${nullShare.id}} of the values are null.`);
  }
  if (unique?.value === true && (distinct?.value ?? 0) > 1) {
    texts.push(`Each value occurs exactly once {${unique.id}}.`, `No duplicates {${unique.id}}.`);
    // Rows without a value have no key.
    if (nulls?.value === 0) {
      texts.push(
        `Unique {${unique.id}}: identifies a row.`,
        `One row per ${column} {${unique.id}}.`,
      );
    }
  }
  if (unique?.value === false && most !== undefined) {
    texts.push(
      `Not unique {${unique.id}}: the most frequent value has ${grouped(most.value)} {${most.id}} rows.`,
    );
  }
  if (distinct !== undefined && distinct.value > 1 && distinct.method === "exact") {
    texts.push(
      `${grouped(distinct.value)} {${distinct.id}} distinct values.`,
      `Takes ${grouped(distinct.value)} {${distinct.id}} different values.`,
    );
    const word = words[distinct.value];
    if (word !== undefined)
      texts.push(`There are ${word} {${distinct.id}} different values of ${name}.`);
  }
  texts.push(...ofNumbers(column, number), ...ofTimes(fact));
  const [first, second] = shares;
  if (first !== undefined && isMiddle(first.value)) {
    texts.push(
      `'${first.argument}' makes up ${whole(first.value)}% {${first.id}} of the rows.`,
      `The most frequent value is "${first.argument}" with ${(first.value * 100).toFixed(1)}% {${first.id}}.`,
      `~${whole(first.value)}% {${first.id}} of the rows are '${first.argument}' {${first.id}}.`,
    );
    if (first.value > 0.5) texts.push(`Most rows are '${first.argument}' {${first.id}}.`);
    if (second !== undefined && isMiddle(second.value)) {
      texts.push(
        `'${first.argument}' (${whole(first.value)}% {${first.id}}) is ahead of '${second.argument}' (${whole(second.value)}% {${second.id}}).`,
      );
    }
  }
  const nullsLeft = nullShare?.value ?? 0;
  if (
    shares.length > 1 &&
    shares.length < 6 &&
    Math.abs(shares.reduce((sum, { value }) => sum + value, nullsLeft) - 1) < 1e-9
  ) {
    const list = shares.map(({ argument }) => `'${argument}'`);
    texts.push(
      `Only ${list.slice(0, -1).join(", ")} and ${list.at(-1)} occur {${shares.map(({ id }) => id).join(",")}}.`,
    );
  }
  return [...texts.map(say), ...ofReferences(page, column, own)];
}

function ofNumbers(
  column: string,
  number: (metric: string) => (Fact & { value: number }) | undefined,
): string[] {
  const [min, max, p50, mean, p95, negative, zeros] = [
    "min",
    "max",
    "p50",
    "mean",
    "p95",
    "negative_count",
    "zero_count",
  ].map(number);
  const texts: string[] = [];
  if (min !== undefined && max !== undefined && min.value < max.value) {
    texts.push(
      `Ranges from ${grouped(min.value)} to ${grouped(max.value)} {${min.id},${max.id}}.`,
      `Values lie between ${grouped(min.value)} {${min.id}} and ${grouped(max.value)} {${max.id}}.`,
      `The smallest value is ${grouped(min.value)} {${min.id}}, the largest ${grouped(max.value)} {${max.id}}.`,
    );
    if (min.value >= 0) texts.push(`Never negative {${min.id}}.`);
  }
  if (p50 !== undefined && mean !== undefined && p50.value >= 1) {
    texts.push(
      `The median is ${grouped(p50.value)} {${p50.id}}, while the mean is ${mean.value.toFixed(1)} {${mean.id}}.`,
      `A typical ${column} is $${p50.value.toFixed(2)} {${p50.id}} (median).`,
    );
  }
  if (p95 !== undefined && p95.value > 1)
    texts.push(`95% of the values are at most ${grouped(p95.value)} {${p95.id}}.`);
  if (negative !== undefined && negative.value > 0)
    texts.push(`Negative in ${grouped(negative.value)} {${negative.id}} rows.`);
  if (zeros !== undefined && zeros.value > 0)
    texts.push(`${grouped(zeros.value)} {${zeros.id}} rows are zero.`);
  return texts;
}

function ofTimes(fact: (metric: string) => Fact | undefined): string[] {
  const [min, max] = [fact("min"), fact("max")];
  const [from, to] = [min?.value, max?.value];
  if (
    typeof from !== "string" ||
    typeof to !== "string" ||
    !/^\d{4}-\d\d-\d\d/.test(from) ||
    from === to
  )
    return [];
  const [year = "", month = "1", day = "1"] = to.slice(0, 10).split("-");
  const name = months[Number(month) - 1] ?? "";
  return [
    `Runs from ${from.slice(0, 10)} {${min?.id}} to ${to.slice(0, 10)} {${max?.id}}.`,
    `The latest is of ${name} ${year} {${max?.id}}.`,
    `Ends on ${Number(day)} ${name.slice(0, 3)} ${year} {${max?.id}}.`,
    `Spans ${from.slice(0, 4)} {${min?.id}} to Q${Math.ceil(Number(month) / 3)} ${year} {${max?.id}}.`,
  ];
}

function ofReferences({ subject }: Page, column: string, own: readonly Fact[]): Draft[] {
  const parents = new Set(
    own.filter(({ metric }) => metric === "orphan_rows").flatMap(({ argument }) => argument ?? []),
  );
  return [...parents].flatMap((parent): Draft[] => {
    const of = (metric: string) =>
      own.find((fact) => fact.metric === metric && fact.argument === parent);
    const table = parent.split(".").slice(0, -1).join(".");
    const [coverage, orphans, cardinality, most] = [
      of("reference_coverage"),
      of("orphan_rows"),
      of("cardinality"),
      of("children_max"),
    ];
    const nulls = own.find(({ metric }) => metric === "null_count");
    const about = `${column} -> ${parent}: Coverage`;
    const texts: string[] = [];
    if (orphans?.value === 0) {
      texts.push(
        `No orphans {${orphans.id}}.`,
        `100% {${coverage?.id}} of the non-null keys match ${table}.`,
      );
      if (nulls?.value === 0) texts.push(`Every ${subject} has a row in ${table} {${orphans.id}}.`);
    }
    if (
      typeof orphans?.value === "number" &&
      orphans.value > 0 &&
      typeof coverage?.value === "number"
    ) {
      texts.push(`${grouped(orphans.value)} {${orphans.id}} rows have no parent in ${table}.`);
      if (isMiddle(coverage.value))
        texts.push(`${whole(coverage.value)}% {${coverage.id}} of the keys are found in ${table}.`);
    }
    if (cardinality !== undefined)
      texts.push(
        `${String(cardinality.value).replace(/^m/, "M").replace(/^o/, "O")} {${cardinality.id}} from ${column} to ${table}.`,
      );
    if (typeof most?.value === "number" && most.value > 1)
      texts.push(`A parent has up to ${grouped(most.value)} {${most.id}} children.`);
    return texts.map((marked) => ({ part: "relationship", column, about, marked }));
  });
}
