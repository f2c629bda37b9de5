import type { Actor } from "#agents-schema/actor.ts";
import type { Run } from "#agents-schema/run.ts";
import type { House } from "./house.ts";
import { startRun } from "./start-run.ts";

/** Runs an agent again on the pull request as it is now, with the agent file of the base as it is now. */
export async function startAgain(
  house: House,
  run: Run,
  by: Actor,
  deliveryId: string,
): Promise<string> {
  if (run.pullRequest === null) return "the run has no pull request to run on again";
  const pullRequest = await house.github.pullRequest(run.repository, run.pullRequest.number);
  if (pullRequest === undefined || pullRequest.state === "closed")
    return "the pull request is closed";
  const shelf = await house.library.at(run.repository, pullRequest.baseSha);
  const agent = shelf.agents.find((one) => one.name === run.agent.name && one.enabled);
  if (agent === undefined) return `the base branch has no agent ${run.agent.name} any more`;

  await startRun(house, {
    deliveryId,
    agent,
    event: run.event,
    repository: run.repository,
    pullRequest,
    baseSha: pullRequest.baseSha,
    headSha: pullRequest.headSha,
    changedFiles: await house.library.changedFiles(
      run.repository,
      pullRequest.baseSha,
      pullRequest.headSha,
      pullRequest.number,
    ),
    inputs: run.inputs,
    requestedBy: by,
    because: "somebody asked to run it again",
    places: [],
    defaultChannel: shelf.settings.slack.channel,
  });
  return `started ${agent.name} again`;
}
