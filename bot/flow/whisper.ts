import type { Actor } from "#agents-schema/actor.ts";
import { PlatformFailure } from "../ports.ts";
import type { House } from "./house.ts";

/** Tells one person on Slack. One that does not arrive is no reason to do again what it is about. */
export async function whisper(
  { slack, log }: Pick<House, "slack" | "log">,
  channel: string,
  to: Actor,
  text: string,
): Promise<void> {
  if (to.kind !== "slack") return;
  try {
    await slack?.ephemeral(channel, to.user, null, text);
  } catch (cause) {
    if (!(cause instanceof PlatformFailure)) throw cause;
    log.warn({ channel, user: to.user, err: cause }, "not whispered");
  }
}
