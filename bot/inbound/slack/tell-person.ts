import type { DoorWorld } from "./door-world.ts";

/** Says something to one person where they are. Only as well as it goes: what fails is logged. */
export async function tellPerson(
  { client, log }: DoorWorld,
  at: { channel: string; thread: string | null; user: string },
  text: string,
): Promise<void> {
  const thread = at.thread === null ? {} : { thread_ts: at.thread };
  try {
    await client.apiCall("chat.postEphemeral", {
      channel: at.channel,
      user: at.user,
      text,
      ...thread,
    });
  } catch (cause) {
    log.warn({ channel: at.channel, err: cause }, "a person on Slack could not be told");
  }
}
