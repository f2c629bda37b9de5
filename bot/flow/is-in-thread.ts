import type { Run } from "#agents-schema/run.ts";

/** Does the run show itself in this thread of Slack? */
export function isInThread(
  { places }: Pick<Run, "places">,
  { channel, thread }: { channel: string; thread: string },
): boolean {
  return places.some(
    (place) =>
      place.kind === "slack_thread" && place.channel === channel && place.thread === thread,
  );
}
