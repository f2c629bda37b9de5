import type { Distribution } from "./distribution.ts";
import { shareInterval } from "./interval.ts";
import type { FoldAbout, MeasuredColumn } from "./measured-column.ts";
import { longestTop, maxTop, quantiles } from "./plan-distribution.ts";
import type { NumberlessFact } from "./to-facts.ts";
import { valueQueries } from "./value-queries.ts";

type Cell = string | number | boolean | null;

/** Of a value among many: what is worth saying, and how many of them. */
const frequentShare = 0.1;
const frequentValues = 3;

function factOf({ subject, at }: FoldAbout, column: string) {
  return (
    metric: string,
    value: Cell,
    query: string,
    more: Partial<NumberlessFact> = {},
  ): NumberlessFact => ({
    subject: `${subject}.${column}`,
    metric,
    value,
    method: "exact",
    query,
    at,
    ...more,
  });
}

/** Never of a sample. */
export function distinctFacts(
  about: FoldAbout,
  { column, grouped, tested }: MeasuredColumn,
  nonNull: number,
): readonly NumberlessFact[] {
  const fact = factOf(about, column.name);
  const own = valueQueries(about.from, column, about.dialect);
  const distinct = grouped?.distinct ?? tested?.distinct;
  if (distinct === undefined) return [];
  const facts = [fact("distinct_count", distinct, own.distinct)];
  if (nonNull === 0) return facts;
  facts.push(fact("is_unique", distinct === nonNull, own.isUnique));
  if (grouped === undefined) return facts;
  return [
    ...facts,
    fact("max_frequency", grouped.maxFrequency, own.maxFrequency),
    fact("singleton_count", grouped.singletons, own.singletons),
  ];
}

export function quantileFacts(
  about: FoldAbout,
  { column, grouped, sampled }: MeasuredColumn,
): readonly NumberlessFact[] {
  const fact = factOf(about, column.name);
  if (grouped !== undefined) {
    const own = valueQueries(about.from, column, about.dialect);
    if (grouped.quantiles.length === 0) return [];
    return Object.entries(quantiles).map(([metric, percent], index) =>
      fact(metric, grouped.quantiles[index] ?? null, own.quantile(percent)),
    );
  }
  if (sampled === undefined || sampled.distribution.quantiles.length === 0) return [];
  const { seed, rows, from, distribution } = sampled;
  const own = valueQueries(from, column, about.dialect);
  return Object.entries(quantiles).flatMap(([metric, percent], index) => {
    const [value = null, low, high] = distribution.quantiles.slice(index * 3, index * 3 + 3);
    if (typeof low !== "number" || typeof high !== "number") return [];
    const more = { method: "sample" as const, rows, sample: { seed, low, high } };
    return [fact(metric, value, own.quantile(percent), more)];
  });
}

/** All values of a column that has few; of others, those that many rows have. */
export function topFacts(
  about: FoldAbout,
  { column, grouped, sampled }: MeasuredColumn,
): readonly NumberlessFact[] {
  const fact = factOf(about, column.name);
  if (grouped !== undefined) {
    const own = valueQueries(about.from, column, about.dialect);
    const hasFew = grouped.distinct <= maxTop && grouped.singletons < grouped.distinct;
    return listed(grouped)
      .filter(({ count }, index) => hasFew || isFrequent(count, about.rows, index))
      .map(({ value, count }) => {
        const argument = String(value);
        return fact("share", count / about.rows, own.share(value), { argument });
      });
  }
  if (sampled === undefined) return [];
  const { seed, rows, from, distribution } = sampled;
  const own = valueQueries(from, column, about.dialect);
  return listed(distribution)
    .filter(({ count }, index) => isFrequent(count, rows, index))
    .map(({ value, count }) => {
      const sample = { seed, ...shareInterval(count, rows) };
      const more = { argument: String(value), method: "sample" as const, rows, sample };
      return fact("share", count / rows, own.share(value), more);
    });
}

function isFrequent(count: number, rows: number, index: number): boolean {
  return count > 1 && count / rows >= frequentShare && index < frequentValues;
}

/** The most frequent first; of equally frequent ones by their bytes, in every engine the same. */
function listed({ top }: Distribution): readonly { value: Cell; count: number }[] {
  return top
    .filter(({ value }) => value !== null && String(value).length <= longestTop)
    .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1));
}
