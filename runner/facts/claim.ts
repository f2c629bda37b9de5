/** Where a claim stands in the plain text. */
export interface Span {
  start: number;
  end: number;
}

export type Bound = "under" | "at most" | "over" | "at least";

/** A number as it is printed. */
export interface NumberClaim extends Span {
  kind: "number";
  text: string;
  value: number;
  /** What one more in its last printed digit is worth: 1, 0.01, 1000 of `121K`. */
  unit: number;
  isPercent: boolean;
  /** `about`, `~`, `roughly`, … */
  isAbout: boolean;
  /** Half, a third, two: read generously, since nobody prints digits of them. */
  isWord: boolean;
  bound: Bound | undefined;
  /** Times of something: `twice`, `3x`. */
  isRatio: boolean;
}

/** A date or a time, as the beginnings that its ISO form may have. */
export interface DateClaim extends Span {
  kind: "date";
  text: string;
  /** `2024-03`; a quarter has three. */
  prefixes: readonly string[];
}

/** Between quotation marks or backticks. */
export interface QuotedClaim extends Span {
  kind: "quoted";
  text: string;
  value: string;
  quote: "'" | '"' | "`";
}

/** What is said of every row, or of none. */
export type Absolute =
  | "row key"
  | "unique"
  | "not unique"
  | "never null"
  | "sometimes null"
  | "always null"
  | "constant"
  | "not constant"
  | "no orphans"
  | "some orphans"
  | "only these"
  | "never zero"
  | "never negative"
  | "always positive"
  | "never empty"
  | "never in the future"
  | "never untrimmed"
  | "no nan"
  | "no infinity"
  | "one row per"
  | "one-to-one"
  | "many-to-one"
  | "one-to-many"
  | "many-to-many"
  | "at most one child"
  | "exactly one parent"
  | "every parent has a child"
  | "ordered"
  | "gapless"
  | "most frequent"
  | "mostly"
  | "rarely"
  | "more than another"
  | "even"
  | "absolute"
  | "not absolute";

export interface AbsoluteClaim extends Span {
  kind: "absolute";
  text: string;
  absolute: Absolute;
}

export type Claim = NumberClaim | DateClaim | QuotedClaim | AbsoluteClaim;
