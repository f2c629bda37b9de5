import { addCost } from "#agents-schema/add-cost.ts";
import { type Cost, noCost } from "#agents-schema/run.ts";
import { checkStatements, type StatementContext } from "../facts/check-statements.ts";
import type { Statement } from "../facts/statement.ts";
import type { Refusal, Writer } from "../ports/writer.ts";
import type { Brief } from "../writing/brief.ts";

/** How often a writer may try to say something that the facts bear out. */
const maxTries = 2;

export interface Checked {
  statements: readonly Statement[];
  /** Refused each time. */
  leftOut: readonly Refusal[];
  cost: Cost;
}

/**
 * Lets the writer write and the checker decide, whoever the writer is. What is refused goes back with the
 * reason; what is refused at the last try too is left out. `said`: what was written the last time; the writer
 * is asked only for what does not hold any more. Rejects as the writer does.
 */
export async function writeChecked(
  writer: Writer,
  brief: Brief,
  context: StatementContext,
  { signal, said }: { signal: AbortSignal; said: readonly Statement[] | undefined },
): Promise<Checked> {
  const still = said === undefined ? undefined : checkStatements(said, context);
  const statements: Statement[] = [...(still?.ok ?? [])];
  let refusals: readonly Refusal[] = still?.refused ?? [];
  let cost = noCost;
  if (still !== undefined && refusals.length === 0) return { statements, leftOut: [], cost };
  for (let tries = 0; tries < maxTries; tries++) {
    const answer = await writer.write(brief, refusals, signal);
    cost = addCost(cost, answer.cost ?? noCost);
    const { ok, refused } = checkStatements(answer.statements, context);
    statements.push(...ok);
    refusals = refused;
    if (refused.length === 0) break;
  }
  return { statements, leftOut: refusals, cost };
}
