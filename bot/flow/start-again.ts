import type { Actor } from "#agents-schema/actor.ts";
import type { Run } from "#agents-schema/run.ts";
import { findSite } from "./find-site.ts";
import type { House } from "./house.ts";
import type { StartAnswer } from "./start-answer.ts";
import { startRun } from "./start-run.ts";

/** Runs an agent again on the pull request as it is now, with the agent file of the base as it is now. */
export async function startAgain(
  house: House,
  run: Run,
  { by, deliveryId, because }: { by: Actor; deliveryId: string; because: string },
): Promise<StartAnswer> {
  const { repository } = run;
  const name = run.agent.name;
  if (run.pullRequest === null) return refused("The run has no pull request to run on again.");
  const site = await findSite(house, repository, run.pullRequest.number);
  if (site === undefined) return refused("The pull request is closed.");
  const { pullRequest, baseSha, headSha, shelf } = site;
  const agent = shelf.agents.find((one) => one.name === name && one.enabled);
  if (agent === undefined) return refused(`The base branch has no agent \`${name}\` any more.`);

  const { number } = run.pullRequest;
  const { kind, runId } = await startRun(house, {
    deliveryId,
    agent,
    event: run.event,
    repository,
    pullRequest,
    baseSha,
    headSha,
    changedFiles: await house.library.changedFiles(repository, baseSha, headSha, number),
    inputs: run.inputs,
    requestedBy: by,
    because,
    places: [],
    defaultChannel: shelf.settings.slack.channel,
  });
  return { kind, runId, say: `\`${name}\` starts again on #${number}: \`${runId}\`.` };
}

function refused(say: string): StartAnswer {
  return { kind: "not_started", say };
}
