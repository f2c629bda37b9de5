import type { Actor } from "#agents-schema/actor.ts";
import type { Inbox, Log } from "#bot/ports.ts";

/** What the door works with. */
export interface DoorWorld {
  inbox: Pick<Inbox, "receive">;
  /** Told that a delivery waits in the inbox. */
  received: () => void;
  views: {
    /** The modal with the whole diff of an approval, or why this person may not see it. */
    diff(token: string, by: Actor): Promise<object>;
  };
  client: { apiCall(method: string, args: Record<string, unknown>): Promise<unknown> };
  log: Log;
}

/** Something that Slack sent, whichever way it came; its signature is verified. */
export interface SlackRequest {
  body: unknown;
  /** How often Slack has sent it before. */
  retries: number;
  /** Slack waits 3 s for it. */
  ack(answer?: object): Promise<void>;
}
