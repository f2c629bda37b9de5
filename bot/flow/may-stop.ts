import type { Actor } from "#agents-schema/actor.ts";
import type { Run } from "#agents-schema/run.ts";
import { askedFor } from "./asked-for.ts";
import type { House } from "./house.ts";
import { mayCommand } from "./identify.ts";

/** Who may command agents in its repository may stop a run, and who asked for it: the same at every entrance. */
export async function mayStop(
  house: House,
  run: Pick<Run, "repository" | "requestedBy">,
  by: Actor,
): Promise<{ may: true; login: string | undefined } | { may: false; reason: string }> {
  const rights = await mayCommand(house, run.repository, by);
  if (rights.may) return { may: true, login: rights.login };
  if (askedFor(run, by)) return { may: true, login: undefined };
  return { may: false, reason: rights.reason };
}
