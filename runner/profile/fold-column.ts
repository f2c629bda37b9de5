import { columnFamily } from "./column-family.ts";
import type { Dialect } from "./dialect.ts";
import { shareInterval } from "./interval.ts";
import { isEnum, judgeColumn } from "./judge-column.ts";
import { longestText } from "./plan-counts.ts";
import { type Distribution, longestTop, maxTop, quantiles } from "./plan-distribution.ts";
import type { ColumnProfile } from "./relation-profile.ts";
import type { NumberlessFact } from "./to-facts.ts";
import { type ValueQueries, valueQueries } from "./value-queries.ts";

type Cell = string | number | boolean | null;

/** What is said of a frequent value among many. */
const frequentShare = 0.1;
const frequentValues = 3;
/** Columns that show nothing of what they hold. */
const hidden = new Set(["personal", "email", "phone"]);

export interface MeasuredColumn {
  column: { name: string; type: string };
  /** Of the first pass, over all rows. */
  counts: readonly NumberlessFact[];
  distribution: Distribution | undefined;
  /** The distribution is of a sample: nothing is said of distinct values then. */
  sample: { from: string; seed: number; rows: number } | undefined;
  /** Where each row was looked at without grouping them. */
  isUnique?: boolean | undefined;
  form?: "email" | "url" | "phone" | undefined;
  /** Facts of what was measured besides. */
  more?: readonly NumberlessFact[];
}

export interface FoldAbout {
  subject: string;
  /** The relation as it stands in FROM. */
  from: string;
  dialect: Dialect;
  at: string;
  rows: number;
}

/** A column's profile and its facts, without those that would show what people keep to themselves. */
export function foldColumn(
  about: FoldAbout,
  measured: MeasuredColumn,
): { profile: ColumnProfile; facts: readonly NumberlessFact[] } {
  const { column, counts, distribution, sample } = measured;
  const { name, type } = column;
  const family = columnFamily(type);
  const value = (metric: string) => counts.find((fact) => fact.metric === metric)?.value;
  const number = (metric: string) => {
    const found = value(metric);
    return typeof found === "number" ? found : undefined;
  };
  const nonNull = about.rows - (number("null_count") ?? 0);
  const whole = sample === undefined ? distribution : undefined;
  const isUnique = whole === undefined ? measured.isUnique : whole.rows === whole.distinct;
  const distinct = whole?.distinct ?? (isUnique ? nonNull : undefined);
  const [min, max] = [end(value("min")), end(value("max"))];

  const judged = {
    ...{
      subject: about.subject,
      name,
      type,
      family,
      rows: about.rows,
      nonNull,
      distinct,
      isUnique,
    },
    ...{ min, max, meanLength: number("mean_length"), maxLength: number("max_length") },
    singletons: whole?.singletons ?? (isUnique ? nonNull : undefined),
    form: measured.form,
  };
  const semantics = judgeColumn(judged);
  const isHidden = hidden.has(semantics);
  const showsEnds =
    !isHidden && (family !== "text" || ["key", "foreign_key", "enum", "other"].includes(semantics));

  const profile: ColumnProfile = {
    ...{ name, type, family, semantics, nonNull, distinct, isUnique },
    min: showsEnds ? min : undefined,
    max: showsEnds ? max : undefined,
    meanLength: number("mean_length"),
    sketch: sample === undefined ? distribution?.sketch : undefined,
  };
  const spoken = counts.filter(({ metric, value: said }) => {
    if (metric !== "min" && metric !== "max") return true;
    return showsEnds && end(said) !== undefined;
  });
  const own = valueQueries(about.from, column, about.dialect);
  return {
    profile,
    facts: [
      ...spoken,
      ...distinctFacts(about, measured, isUnique, own),
      ...(isHidden ? [] : quantileFacts(about, measured)),
      ...(isHidden || semantics === "text" || semantics === "key"
        ? []
        : topFacts(about, measured, isEnum(judged), own)),
      ...(measured.more ?? []),
    ],
  };
}

function end(value: Cell | undefined): number | string | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.length <= longestText ? value : undefined;
}

function factOf({ subject, at }: FoldAbout, column: string) {
  return (metric: string, value: Cell, query: string, more: Partial<NumberlessFact> = {}) => ({
    subject: `${subject}.${column}`,
    metric,
    value,
    method: "exact" as const,
    query,
    at,
    ...more,
  });
}

/** Never of a sample. */
function distinctFacts(
  about: FoldAbout,
  { column, distribution, sample }: MeasuredColumn,
  isUnique: boolean | undefined,
  own: ValueQueries,
): NumberlessFact[] {
  const fact = factOf(about, column.name);
  if (sample !== undefined || distribution === undefined) {
    return isUnique === undefined ? [] : [fact("is_unique", isUnique, own.isUnique)];
  }
  const { distinct, rows, maxFrequency, singletons } = distribution;
  return [
    fact("distinct_count", distinct, own.distinct),
    ...(rows === 0
      ? []
      : [
          fact("is_unique", distinct === rows, own.isUnique),
          fact("max_frequency", maxFrequency, own.maxFrequency),
          fact("singleton_count", singletons, own.singletons),
        ]),
  ];
}

function quantileFacts(
  about: FoldAbout,
  { column, distribution, sample }: MeasuredColumn,
): NumberlessFact[] {
  if (distribution === undefined || distribution.quantiles.length === 0) return [];
  const fact = factOf(about, column.name);
  const queries = valueQueries(sample?.from ?? about.from, column, about.dialect);
  return Object.entries(quantiles).flatMap(([metric, percent], index) => {
    const query = queries.quantile(percent);
    if (sample === undefined) return [fact(metric, distribution.quantiles[index] ?? null, query)];
    const [value, low, high] = distribution.quantiles.slice(index * 3, index * 3 + 3);
    if (typeof low !== "number" || typeof high !== "number") return [];
    const seen = { seed: sample.seed, low, high };
    return [
      fact(metric, value ?? null, query, { method: "sample", rows: sample.rows, sample: seen }),
    ];
  });
}

/** All values of a closed set; of others, those that many rows have. */
function topFacts(
  about: FoldAbout,
  { column, distribution, sample }: MeasuredColumn,
  isClosed: boolean,
  own: ValueQueries,
): NumberlessFact[] {
  if (distribution === undefined) return [];
  const fact = factOf(about, column.name);
  const rows = sample?.rows ?? about.rows;
  const queries = sample === undefined ? own : valueQueries(sample.from, column, about.dialect);
  const isListed = isClosed || distribution.distinct <= maxTop;
  const listed = distribution.top
    .filter(({ value }) => value !== null && String(value).length <= longestTop)
    .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1));
  const wanted =
    isListed && distribution.singletons < distribution.distinct
      ? listed
      : listed
          .filter(({ count }) => count / rows >= frequentShare && count > 1)
          .slice(0, frequentValues);
  return wanted.map(({ value, count }) => {
    const query = queries.share(value);
    const argument = String(value);
    if (sample === undefined) return fact("share", count / rows, query, { argument });
    const seen = { seed: sample.seed, ...shareInterval(count, rows) };
    const more = { argument, rows, method: "sample" as const, sample: seen };
    return fact("share", count / rows, query, more);
  });
}
