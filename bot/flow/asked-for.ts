import { type Actor, actorKey } from "#agents-schema/actor.ts";
import type { Run } from "#agents-schema/run.ts";

/** Is this the person for whom the run works? */
export function askedFor(run: Pick<Run, "requestedBy">, by: Actor): boolean {
  return actorKey(run.requestedBy) === actorKey(by);
}
