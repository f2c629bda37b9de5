type Cell = string | number | boolean | null;

/** What grouping a column by its values tells. */
export interface Distribution {
  distinct: number;
  maxFrequency: number;
  singletons: number;
  /** Rows with a value. */
  rows: number;
  /** In the order that they were asked for; empty: there are no values. */
  quantiles: readonly Cell[];
  /** The most frequent values, complete when there are fewer than `maxTop`. */
  top: readonly { value: Cell; count: number }[];
  sketch: readonly string[] | undefined;
  /** By metric, what an aggregate over the groups told besides; undefined where that was not asked. */
  measured: ReadonlyMap<string, Cell> | undefined;
}
