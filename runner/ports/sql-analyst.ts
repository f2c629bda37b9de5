import type { LineageReader } from "../lineage/analysis-request.ts";

export type { AnalysisRequest } from "../lineage/analysis-request.ts";

/**
 * Reads SQL for what its columns are made of.
 *
 * Contract:
 * - What cannot be read, in time or at all, is `unknown` with the reason: an answer, never a rejection.
 * - Works in a thread of its own under a time and a memory limit; one statement never harms another.
 */
export interface SqlAnalyst extends LineageReader {
  close(): Promise<void>;
}
