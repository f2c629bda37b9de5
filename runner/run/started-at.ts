import type { JournalRow } from "#agents-schema/journal.ts";

/**
 * When the present leg of a run began: its first preparation since it was created, or since a person
 * asked for changes. Waiting in the queue or for a person costs an agent no time; dying does.
 */
export function startedAt(rows: readonly JournalRow[]): Date | undefined {
  const since = rows.findLastIndex(({ entry }) => entry.kind === "feedback.given");
  const row = rows
    .slice(since + 1)
    .find(({ entry }) => entry.kind === "run.moved" && entry.to === "preparing");
  return row === undefined ? undefined : new Date(row.at);
}
