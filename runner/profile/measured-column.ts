import type { Dialect } from "./dialect.ts";
import type { Distribution } from "./distribution.ts";
import type { Looks } from "./look-at-values.ts";
import type { NumberlessFact } from "./to-facts.ts";

/** What was found out about a column, each by looking at all rows but `sampled`. */
export interface MeasuredColumn {
  column: { name: string; type: string };
  /** Of the first pass. */
  counts: readonly NumberlessFact[];
  grouped?: Distribution | undefined;
  /** Where its rows were not grouped. */
  tested?: { distinct: number; sketch: readonly string[] | undefined } | undefined;
  /** `from`: the sample as it stands in FROM. */
  sampled?: { distribution: Distribution; from: string; seed: number; rows: number } | undefined;
  /** What its values look like. */
  form?: "email" | "url" | undefined;
  /** Of a text column of which not every value is known by grouping; left out: nobody has looked. */
  looks?: Looks | undefined;
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
