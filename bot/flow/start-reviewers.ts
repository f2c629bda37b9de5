import type { Agent } from "#agents-schema/agent.ts";
import { grantedTools } from "#agents-schema/granted-tools.ts";
import { findSite } from "./find-site.ts";
import type { House } from "./house.ts";
import { matchAgents } from "./match-agents.ts";
import type { StartAnswer } from "./start-answer.ts";
import { type RequestedRun, startOn } from "./start-by-name.ts";

/**
 * Starts the review agents on a pull request: those whose trigger fits it as if it had just been opened,
 * and who can write a review but change no files.
 */
export async function startReviewers(
  house: House,
  request: RequestedRun,
): Promise<readonly StartAnswer[]> {
  const { repository, by } = request;
  const site = await findSite(house, repository, request.on);
  if (site?.pullRequest == null) {
    return [{ kind: "not_started", say: "There is no open pull request to review." }];
  }
  const { pullRequest, baseSha, headSha } = site;
  const changedFiles = await house.library.changedFiles(
    repository,
    baseSha,
    headSha,
    pullRequest.number,
  );
  const opened = {
    kind: "pull_request" as const,
    action: "opened" as const,
    repository,
    pullRequest,
    sender: by,
  };
  const about = { changedFiles, home: repository.fullName };
  const matches = matchAgents(house, site.shelf.agents, opened, about).filter(({ agent }) =>
    isReviewer(agent),
  );

  const answers: StartAnswer[] = [];
  for (const { agent, starts } of matches) {
    if (starts) answers.push(await startOn(house, agent, request, site));
  }
  if (answers.length > 0) return answers;
  const why = matches.map(({ agent, reason }) => `\`${agent.name}\` ${reason}`).join("; ");
  const say =
    matches.length === 0
      ? "There is no review agent: one whose trigger is `pull_request` and whose preset is `safe`."
      : `No review agent fits this pull request. ${why}`;
  return [{ kind: "not_started", say }];
}

function isReviewer(agent: Agent): boolean {
  const everything = { isFork: false, hasWarehouse: true, hasDbt: true, canExec: true };
  const tools = grantedTools(agent, everything);
  return tools.includes("propose_review") && !tools.includes("propose_commit");
}
