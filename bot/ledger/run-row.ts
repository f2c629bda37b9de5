import { z } from "zod";
import { Actor } from "#agents-schema/actor.ts";
import { Place } from "#agents-schema/place.ts";
import { Run } from "#agents-schema/run.ts";

/** What never changes during a run: kept as one document. */
export const RunDoc = Run.omit({
  id: true,
  places: true,
  concurrencyKey: true,
  state: true,
  reason: true,
  cost: true,
  stopRequestedBy: true,
  version: true,
  journalHead: true,
  createdAt: true,
  updatedAt: true,
});

export const runColumns = `id, doc, places, concurrency_key, state, reason,
  cost_usd, cost_input_tokens, cost_output_tokens, cost_turns,
  stop_requested_by, version, journal_head, created_at, updated_at`;

export interface RunRow {
  id: string;
  doc: string;
  places: string;
  concurrency_key: string;
  state: string;
  reason: string | null;
  cost_usd: number;
  cost_input_tokens: number;
  cost_output_tokens: number;
  cost_turns: number;
  stop_requested_by: string | null;
  version: number;
  journal_head: string;
  created_at: Date;
  updated_at: Date;
}

/** A run from its row. Throws when the row is not a run that this version knows. */
export function parseRun(row: RunRow): Run {
  return {
    ...RunDoc.parse(JSON.parse(row.doc)),
    id: row.id,
    places: z.array(Place).parse(JSON.parse(row.places)),
    concurrencyKey: row.concurrency_key,
    state: Run.shape.state.parse(row.state),
    reason: row.reason,
    cost: {
      usd: row.cost_usd,
      inputTokens: row.cost_input_tokens,
      outputTokens: row.cost_output_tokens,
      turns: row.cost_turns,
    },
    stopRequestedBy:
      row.stop_requested_by === null ? null : Actor.parse(JSON.parse(row.stop_requested_by)),
    version: row.version,
    journalHead: row.journal_head,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
