import type { EventOf } from "#agents-schema/event.ts";
import { findSite } from "./find-site.ts";
import type { House } from "./house.ts";
import { mayCommand } from "./identify.ts";
import { matchAgents } from "./match-agents.ts";
import { type RequestedRun, startOn } from "./start-by-name.ts";

/**
 * Starts the agents whose own `comment` or `mention` trigger hears these words. Undefined: none does, or
 * whoever wrote them may not start agents (most words on a pull request are not meant for anybody here).
 */
export async function startListeners(
  house: House,
  event: EventOf<"comment"> | EventOf<"slack_mention">,
  request: RequestedRun,
): Promise<string | undefined> {
  const site = await findSite(house, request.repository, request.on);
  if (site === undefined) return undefined;
  const heard = matchAgents(house, site.shelf.agents, event, {
    changedFiles: [],
    home: request.repository.fullName,
  }).filter(({ starts }) => starts);
  if (heard.length === 0) return undefined;
  const rights = await mayCommand(house, request.repository, request.by);
  if (!rights.may) return undefined;

  const said: string[] = [];
  for (const { agent, reason } of heard) {
    said.push((await startOn(house, agent, { ...request, because: reason }, site)).say);
  }
  return said.join(" ");
}
