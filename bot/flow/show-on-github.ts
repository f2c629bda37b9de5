import type { Run } from "#agents-schema/run.ts";
import { checkOutput } from "../views/check-output.ts";
import { trackingComment } from "../views/tracking-comment.ts";
import type { House } from "./house.ts";
import { readForShow, type Shown, showSurface } from "./show-run.ts";

/** Runs of one pull request that its tracking comment looks back on. */
const lookBack = 50;

/** The check run of a run: one for each agent and head. */
export async function showCheck(house: House, { run, view, links }: Shown): Promise<void> {
  const output = checkOutput(view);
  const check = {
    name: `buster / ${run.agent.name}`,
    headSha: run.headSha,
    externalId: run.id,
    detailsUrl: links.run,
    ...output,
    // GitHub adds up the annotations of every edit, so they come once, with the last one.
    annotations: view.isOver ? output.annotations : [],
  };
  await showSurface(house, run.id, "check", check, (known) =>
    house.github.upsertCheck(run.repository, known, check),
  );
}

/** The one comment of a pull request, with the newest run of each agent. */
export async function showTrackingComment(house: House, { run }: Shown): Promise<void> {
  if (run.pullRequest === null) return;
  const { number } = run.pullRequest;
  const on = { repository: run.repository.fullName, number };
  const all = await house.runs.ofPullRequest(on, lookBack);
  const newest = newestOfEach(all);
  const shown = await Promise.all(newest.map((one) => readForShow(house, one)));
  const body = trackingComment(shown, house.mention);
  // One comment for all runs, so one row: that of the oldest run.
  const owner = all.at(-1)?.id ?? run.id;
  await showSurface(house, owner, "tracking_comment", body, async (known) => {
    const marker = `buster:tracking:${on.repository}#${number}`;
    const { id } = await house.github.upsertComment(run.repository, number, known, marker, body);
    return id;
  });
}

function newestOfEach(runs: readonly Run[]): Run[] {
  const names = new Set<string>();
  return runs.filter(({ agent }) => {
    if (names.has(agent.name)) return false;
    names.add(agent.name);
    return true;
  });
}
