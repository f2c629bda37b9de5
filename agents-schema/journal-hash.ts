import { canonicalJson } from "./canonical-json.ts";
import { sha256 } from "./digest.ts";
import type { JournalEntry } from "./journal.ts";

/**
 * The hash that chains a journal entry to the one before it. It covers every key of the entry, so an
 * entry must be hashed as it was stored, with keys that this version does not know.
 */
export function journalHash(row: {
  seq: number;
  /** Hash of the entry before; of the first one `journalGenesis(runId)`. */
  prev: string;
  at: string;
  entry: JournalEntry;
}): string {
  const { seq, prev, at, entry } = row;
  return sha256(`v1\n${seq}\n${prev}\n${canonicalJson({ at, entry })}`);
}

/** What the first entry of a run's journal is chained to. */
export function journalGenesis(runId: string): string {
  return sha256(`buster:${runId}`);
}
