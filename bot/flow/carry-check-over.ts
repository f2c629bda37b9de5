import type { Run } from "#agents-schema/run.ts";
import { checkOutput } from "../views/check-output.ts";
import type { House } from "./house.ts";
import { readForShow } from "./show-run.ts";

/**
 * Shows the outcome of a run on another head as well, as it is: what failed there must not pass here. Its
 * external id is the run's, so that "Re-run" works; lines may have moved, so there are no annotations.
 */
export async function carryCheckOver(house: House, run: Run, headSha: string): Promise<void> {
  const { view, links } = await readForShow(house, run);
  const output = checkOutput(view);
  await house.github.upsertCheck(run.repository, null, {
    ...output,
    name: `buster / ${run.agent.name}`,
    headSha,
    externalId: run.id,
    detailsUrl: links.run,
    title: `Carried over from ${run.headSha.slice(0, 7)}: ${output.title}`,
    annotations: [],
    actions: [],
  });
}
