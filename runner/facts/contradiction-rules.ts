/** Doubles: what summing shares leaves behind the last digit that counts. */
const noise = 1e-6;

/** Something that cannot be, whatever the data. */
export interface Rule {
  /** Facts that the rule is about; it is not asked unless all are there. */
  of: readonly string[];
  /** Does it break? `v`: their values in order. */
  breaks(v: readonly number[]): boolean;
  reason: string;
}

const lessOrEqual = (low: string, high: string, reason?: string): Rule => ({
  of: [low, high],
  breaks: ([a = 0, b = 0]) => a > b + Math.abs(b) * noise,
  reason: reason ?? `${low} is greater than ${high}`,
});

/** `rows` is the relation's count, `filled` its rows less the nulls of the column. */
export const contradictionRules: readonly Rule[] = [
  lessOrEqual("null_count", "rows", "more nulls than rows"),
  lessOrEqual("distinct_count", "filled", "more distinct values than rows that have a value"),
  lessOrEqual("max_frequency", "filled", "the most frequent value has more rows than have a value"),
  lessOrEqual("singleton_count", "distinct_count", "more values that occur once than values"),
  lessOrEqual("zero_count", "filled", "more zeros than rows that have a value"),
  lessOrEqual("negative_count", "filled", "more negative values than rows that have a value"),
  lessOrEqual("true_count", "filled", "more rows are true than have a value"),
  lessOrEqual("empty_count", "filled", "more empty texts than rows that have a value"),
  lessOrEqual("orphan_rows", "filled", "more orphans than rows that have a key"),
  lessOrEqual("orphan_keys", "orphan_rows", "more keys without a parent than rows without one"),
  ...pairs(["min", "p05", "p25", "p50", "p75", "p95", "max"]),
  ...pairs(["min", "mean", "max"]),
  ...pairs(["min_length", "mean_length", "max_length"]),
  ...pairs(["children_p50", "children_p95", "children_max"]),
  {
    of: ["is_unique", "distinct_count", "filled"],
    breaks: ([unique, distinct, filled]) => unique === 1 && distinct !== filled,
    reason: "each value is said to occur once, and there are fewer values than rows that have one",
  },
  {
    of: ["is_unique", "distinct_count", "filled"],
    breaks: ([unique, distinct, filled]) => unique === 0 && distinct === filled,
    reason: "values are said to repeat, and there are as many as rows that have one",
  },
  {
    of: ["is_unique", "max_frequency"],
    breaks: ([unique = 0, most = 0]) => (unique === 1 && most > 1) || (unique === 0 && most === 1),
    reason: "uniqueness and the rows of the most frequent value do not fit",
  },
  {
    of: ["negative_count", "min"],
    breaks: ([negative = 0, min = 0]) => negative > 0 !== min < 0,
    reason: "the smallest value and the number of negative ones do not fit",
  },
  {
    of: ["zero_count", "min", "max"],
    breaks: ([zeros = 0, min = 0, max = 0]) => zeros > 0 && (min > 0 || max < 0),
    reason: "zeros are counted, and zero is outside of the range",
  },
  {
    of: ["distinct_count", "min", "max"],
    breaks: ([distinct = 0, min, max]) => (distinct === 1) !== (min === max),
    reason: "the number of distinct values and the range do not fit",
  },
  {
    of: ["distinct_count", "filled"],
    breaks: ([distinct = 0, filled = 0]) => distinct === 0 && filled > 0,
    reason: "rows have a value, and there are no values",
  },
  {
    of: ["null_count", "rows", "min"],
    breaks: ([nulls, rows]) => nulls === rows,
    reason: "every row is null, and there is a smallest value",
  },
  {
    of: ["null_share", "null_count", "rows"],
    breaks: ([share = 0, nulls = 0, rows = 0]) =>
      rows > 0 && Math.abs(share - nulls / rows) > noise,
    reason: "the share of nulls is not that of their number",
  },
  {
    of: ["true_share", "true_count", "rows"],
    breaks: ([share = 0, count = 0, rows = 0]) =>
      rows > 0 && Math.abs(share - count / rows) > noise,
    reason: "the share of true rows is not that of their number",
  },
  {
    of: ["empty_count", "min_length"],
    breaks: ([empty = 0, shortest = 0]) => empty > 0 && shortest > 0,
    reason: "empty texts are counted, and the shortest has characters",
  },
  {
    of: ["reference_coverage", "orphan_rows"],
    breaks: ([coverage, orphans = 0]) => (coverage === 1) !== (orphans === 0),
    reason: "coverage and orphans do not fit",
  },
  {
    of: ["reference_coverage", "orphan_rows", "filled"],
    breaks: ([coverage = 0, orphans = 0, filled = 0]) =>
      filled > 0 && Math.abs(coverage - (1 - orphans / filled)) > noise,
    reason: "coverage is not what the orphans leave",
  },
  {
    of: ["orphan_rows", "orphan_keys"],
    breaks: ([rows = 0, keys = 0]) => rows > 0 !== keys > 0,
    reason: "there are orphan rows without orphan keys, or the other way round",
  },
  {
    of: ["duplicate_rows", "rows"],
    breaks: ([duplicates = 0, rows = 0]) => rows > 0 && duplicates >= rows,
    reason: "as many duplicates as rows",
  },
];

function pairs(metrics: readonly string[]): Rule[] {
  return metrics.flatMap((low, index) =>
    metrics.slice(index + 1).map((high) => lessOrEqual(low, high)),
  );
}
