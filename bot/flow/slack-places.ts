import type { Place } from "#agents-schema/place.ts";
import type { Run } from "#agents-schema/run.ts";

export type SlackPlace = Extract<Place, { kind: "slack_thread" | "slack_channel" }>;

/** Where a run shows itself on Slack; `suffix` tells the surfaces of one place from those of the others. */
export function slackPlaces({
  places,
}: Pick<Run, "places">): readonly { place: SlackPlace; suffix: string }[] {
  return places
    .filter(
      (place): place is SlackPlace =>
        place.kind === "slack_thread" || place.kind === "slack_channel",
    )
    .map((place, index) => ({ place, suffix: index === 0 ? "" : `:${index}` }));
}
