import type { TextSplice } from "./text-splice.ts";
import type { Value } from "./yaml-value.ts";

/** Where something stands in a file's data. */
export type Path = readonly (string | number)[];

/** What is to be done to a file: as text, and as the data that must come of it. */
export interface FilePlan {
  splices: TextSplice[];
  changes: { path: Path; value: Value }[];
}

/** What was planned, and what stays as it is: `skipped` with reasons, `kept` by its key. */
export interface Planned extends FilePlan {
  skipped: string[];
  kept: string[];
}

export function nothingPlanned(): Planned {
  return { splices: [], changes: [], skipped: [], kept: [] };
}

export function addPlan(to: Planned, more: FilePlan & Partial<Planned>): void {
  to.splices.push(...more.splices);
  to.changes.push(...more.changes);
  to.skipped.push(...(more.skipped ?? []));
  to.kept.push(...(more.kept ?? []));
}
