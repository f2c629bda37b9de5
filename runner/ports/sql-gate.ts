import type { SqlVerdict } from "../sql/sql-verdict.ts";

/**
 * The SQL gate without a warehouse: no catalogue is asked, so what only a catalogue could tell from something
 * harmless is refused.
 *
 * Contract:
 * - Every text has a verdict; a text that ends or hangs the parser's process is refused.
 */
export interface SqlGate {
  judge(sql: string): Promise<SqlVerdict>;
  close(): Promise<void>;
}
