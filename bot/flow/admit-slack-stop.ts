import type { EventOf } from "#agents-schema/event.ts";
import type { Run } from "#agents-schema/run.ts";
import type { House } from "./house.ts";
import { isInThread } from "./is-in-thread.ts";
import { mayStop } from "./may-stop.ts";
import { slackPlaces } from "./slack-places.ts";
import { stopRuns } from "./stop-runs.ts";
import { whisper } from "./whisper.ts";

/**
 * Somebody pressed Slack's stop, wrote `stop` in a thread, or put a stop sign on a card. Where no run is, people
 * talk to each other: nothing is said. Who asked for a run, or may command agents, may stop it.
 */
export async function admitSlackStop(house: House, event: EventOf<"slack_stop">): Promise<string> {
  const meant: Run[] = [];
  const at = { channel: event.channel, thread: event.ts };
  for (const run of await house.runs.active({})) {
    if (isInThread(run, at) || (await isCard(house, run, event))) meant.push(run);
  }
  if (meant.length === 0) return "no run is there";

  let stopped = 0;
  const refusals = new Set<string>();
  for (const run of meant) {
    const rights = await mayStop(house, run, event.sender);
    if (!rights.may) {
      refusals.add(`Not stopped: ${rights.reason}.`);
      continue;
    }
    const done = await stopRuns(house, [run], event.sender, rights.login);
    stopped += done.length;
    if (done.length === 0) {
      refusals.add("What was approved is being carried out: that is not stopped halfway.");
    }
  }
  for (const say of refusals) await whisper(house, event.channel, event.sender, say);
  return `${stopped} runs stopped`;
}

async function isCard(
  house: House,
  run: Run,
  { channel, ts }: EventOf<"slack_stop">,
): Promise<boolean> {
  for (const { suffix } of slackPlaces(run)) {
    const card = await house.surfaces.get(run.id, `progress_card${suffix}`);
    if (card?.externalId === `${channel}:${ts}`) return true;
  }
  return false;
}
