import type { Logger, Receiver, webApi } from "@slack/bolt";
import type { Log } from "#bot/ports.ts";

/** What both ways to hear Slack are made from. */
export interface BareDoor {
  bolt: typeof import("@slack/bolt");
  logger: Logger;
  clientOptions: webApi.WebClientOptions;
  log: Log;
  /** Lets our answers go out through the receiver. */
  attach(receiver: Receiver): void;
}
