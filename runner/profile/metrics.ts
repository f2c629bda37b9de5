/**
 * Everything that is measured, by its name in a fact. `count`: a whole number. `share`: 0 to 1 of the rows,
 * or of what its text says. `value`: a value of the column or in its unit. `flag`: true or false. `text`: words.
 */
export const metrics = {
  // Of a relation.
  row_count: { kind: "count", of: "rows" },
  /** Argument: the columns, `a, b`. Zero: they are unique together. */
  duplicate_rows: {
    kind: "count",
    of: "rows beyond the first of each combination of the argument",
  },
  /** Argument: a column. Seconds between its latest value and the measurement. */
  freshness_seconds: { kind: "count", of: "seconds since the latest value of the argument" },

  // Of a column.
  null_count: { kind: "count", of: "nulls" },
  null_share: { kind: "share", of: "nulls among the rows" },
  distinct_count: { kind: "count", of: "distinct values, without null" },
  /** True: each non-null value occurs once. Only where every row was looked at. */
  is_unique: { kind: "flag", of: "each value occurs once" },
  max_frequency: { kind: "count", of: "rows of the most frequent value" },
  singleton_count: { kind: "count", of: "values that occur once" },
  min: { kind: "value", of: "smallest value" },
  max: { kind: "value", of: "largest value" },
  mean: { kind: "value", of: "arithmetic mean" },
  stddev: { kind: "value", of: "sample standard deviation" },
  p05: { kind: "value", of: "5 % quantile, nearest rank" },
  p25: { kind: "value", of: "25 % quantile, nearest rank" },
  p50: { kind: "value", of: "median, nearest rank" },
  p75: { kind: "value", of: "75 % quantile, nearest rank" },
  p95: { kind: "value", of: "95 % quantile, nearest rank" },
  zero_count: { kind: "count", of: "zeros" },
  negative_count: { kind: "count", of: "negative values" },
  nan_count: { kind: "count", of: "values that are not a number" },
  infinite_count: { kind: "count", of: "infinite values" },
  true_count: { kind: "count", of: "rows that are true" },
  true_share: { kind: "share", of: "true among the rows" },
  empty_count: { kind: "count", of: "empty texts" },
  untrimmed_count: { kind: "count", of: "texts with spaces at an end" },
  min_length: { kind: "count", of: "characters of the shortest text" },
  max_length: { kind: "count", of: "characters of the longest text" },
  mean_length: { kind: "value", of: "characters on average" },
  future_count: { kind: "count", of: "times after the measurement" },
  /** Argument: the value. */
  share: { kind: "share", of: "rows that have the argument as value" },
  /** Argument: the shape, `9` a digit, `A` `a` a letter: `99AA-999A`. */
  pattern_share: { kind: "share", of: "non-null values that have the argument's shape" },

  // Of a column that refers to another; argument: the parent as `subject.column`.
  reference_coverage: { kind: "share", of: "non-null rows that have a parent" },
  orphan_rows: { kind: "count", of: "non-null rows without a parent" },
  orphan_keys: { kind: "count", of: "distinct values without a parent" },
  parent_coverage: { kind: "share", of: "parents that have a child" },
  children_p50: { kind: "count", of: "children of the median parent that has any" },
  children_p95: { kind: "count", of: "children of the parent at 95 %" },
  children_max: { kind: "count", of: "children of the parent with most" },
  /** `many-to-one` or `one-to-one`. */
  cardinality: { kind: "text", of: "the relationship" },
} as const satisfies Record<
  string,
  { kind: "count" | "share" | "value" | "flag" | "text"; of: string }
>;
export type Metric = keyof typeof metrics;
