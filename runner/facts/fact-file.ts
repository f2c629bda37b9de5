import type { Fact } from "#agents-schema/fact.ts";
import type { Statement } from "./statement.ts";

/**
 * What is known of one documented relation, as `.buster/facts/<name>.json` keeps it: enough for anybody to
 * check every sentence of its documentation without our database.
 */
export interface FactFile {
  /** dbt's name: `fct_orders`, or `source.table`. */
  subject: string;
  /** As a person writes it: `dev.main.fct_orders`. */
  relation: string;
  /** Property file that the texts were written to, from the project's directory. */
  path: string;
  /** sha256 of the SQL that the relation had then; undefined for what has none. */
  sql?: string | undefined;
  facts: readonly Fact[];
  statements: readonly Statement[];
  /** sha256 of each text that we wrote: whoever changed it since owns it. Key: `` of the relation, else the column. */
  written: Readonly<Record<string, string>>;
}
