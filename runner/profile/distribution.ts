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
  texts: TextMeasures | undefined;
}

export interface TextMeasures {
  min: Cell;
  max: Cell;
  minLength: Cell;
  maxLength: Cell;
  untrimmed: Cell;
  /** Of all rows, in characters. */
  totalLength: number;
}
