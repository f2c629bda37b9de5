import type { Logger, Receiver, webApi } from "@slack/bolt";
import type { Log } from "#bot/ports.ts";

/** What both ways to hear Slack are made from. */
export interface BareDoor {
  bolt: Pick<typeof import("@slack/bolt"), "HTTPReceiver" | "SocketModeReceiver">;
  logger: Logger;
  clientOptions: webApi.WebClientOptions;
  log: Log;
  /** Lets our answers go out through the receiver. */
  attach(receiver: Receiver): void;
}
