import { batchDistributions, batchOf } from "../../profile/batch-distributions.ts";
import type { Distribution } from "../../profile/distribution.ts";
import { type DistributionRequest, readDistributions } from "../../profile/plan-distribution.ts";
import { type Asker, limitsOf, type ProfileWorld } from "./asker.ts";

export interface Distributions {
  byColumn: ReadonlyMap<string, Distribution>;
  notes: readonly string[];
}

/** Groups columns by their values, several in a statement; one that fails is tried again column by column. */
export async function takeDistributions(
  world: ProfileWorld,
  asker: Asker,
  requests: readonly DistributionRequest[],
  rows: number,
): Promise<Distributions> {
  const { warehouse, signal } = world;
  const { dialect } = warehouse;
  const areTogether = rows <= limitsOf(world).rowsTogether;
  const byColumn = new Map<string, Distribution>();
  const failures: { column: string; reason: string }[] = [];
  const waiting = [...batchDistributions(asker.from, requests, dialect, areTogether)];
  for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
    if (signal.aborted) break;
    const { requests: asked, sql } = batch;
    const told = await asker.ask(sql);
    if (told.kind === "rows") {
      const read = readDistributions(asked, told.rows);
      for (const [index, { column }] of asked.entries()) {
        const found = read[index];
        if (found !== undefined) byColumn.set(column.name, found);
      }
    } else if (asked.length > 1) {
      waiting.unshift(...asked.map((request) => batchOf(asker.from, [request], dialect)));
    } else failures.push({ column: asked[0]?.column.name ?? "", reason: told.reason });
  }
  const byReason = Map.groupBy(failures, ({ reason }) => reason);
  const notes = [...byReason].map(([reason, failed]) => {
    const names = failed.map(({ column }) => column).join(", ");
    return `values of ${names} were not counted: ${reason}`;
  });
  return { byColumn, notes };
}
