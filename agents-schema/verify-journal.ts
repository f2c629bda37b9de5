import type { JournalRow } from "./journal.ts";
import { journalGenesis, journalHash } from "./journal-hash.ts";

/**
 * Checks a run's journal, in stored order, against the head that the run's row holds: finds entries
 * that were edited, removed, added or moved, and a tail that was cut off. It cannot find that somebody
 * rewrote the tail and the head together: for that, compare the head with one seen outside.
 */
export function verifyJournal(
  rows: readonly JournalRow[],
  head: { version: number; journalHead: string },
  runId: string,
): { kind: "intact"; entries: number } | { kind: "broken"; seq: number; why: string } {
  let prev = journalGenesis(runId);
  for (const [index, row] of rows.entries()) {
    const seq = index + 1;
    const why = whyNotNext(row, { runId, seq, prev });
    if (why !== undefined) return { kind: "broken", seq, why };
    prev = row.hash;
  }

  if (rows.length < head.version) {
    const why = `the run has ${head.version} entries, the journal ends after ${rows.length}`;
    return { kind: "broken", seq: rows.length + 1, why };
  }
  if (rows.length > head.version) {
    return { kind: "broken", seq: head.version + 1, why: "there are entries after the run's last" };
  }
  if (prev !== head.journalHead) {
    return { kind: "broken", seq: rows.length, why: "the run's row names another last entry" };
  }
  return { kind: "intact", entries: rows.length };
}

function whyNotNext(
  row: JournalRow,
  expected: { runId: string; seq: number; prev: string },
): string | undefined {
  if (row.runId !== expected.runId) return `this entry belongs to ${row.runId}`;
  if (row.seq !== expected.seq) return `entry ${row.seq} stands where ${expected.seq} belongs`;
  if (row.prev !== expected.prev) return "this entry does not follow from the one before it";
  if (row.hash !== journalHash(row)) return "this entry is not what was written";
  return undefined;
}
