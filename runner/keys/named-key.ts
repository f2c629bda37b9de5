import type { TableWords } from "./name-table.ts";
import type { ColumnWords } from "./split-name.ts";

/** A key as names see it. */
export interface NamedKey {
  column: ColumnWords;
  table: TableWords;
  /** The key by which rows of this table are called, among those of its type. */
  isMain: boolean;
  /** It is named after its table, or not after anything: `id`. */
  isHome: boolean;
  /** It is named after another table, so it refers to that one itself. */
  isForeign: boolean;
}
