import type { OutputColumn } from "../lineage/column-lineage.ts";
import type { ColumnProfile } from "../profile/relation-profile.ts";
import type { Brief } from "./brief.ts";
import type { FactBook } from "./fact-book.ts";
import type { Formula } from "./trace-formula.ts";

/** One column with everything that is known of it. */
export interface ColumnMatter {
  name: string;
  profile: ColumnProfile | undefined;
  output: OutputColumn | undefined;
  /** How it is computed, where the SQL can be followed and does more than to pass it on. */
  formula: Formula | undefined;
}

/** What is known of the columns together. */
export interface Measured {
  brief: Brief;
  book: FactBook;
  columns: readonly ColumnMatter[];
  /** Rows; 0 of an empty relation; undefined: nobody counted. */
  rows: number | undefined;
}
