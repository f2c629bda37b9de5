import type { IncomingMessage, ServerResponse } from "node:http";

export interface SlackDoor {
  /** For `POST /slack/events`, before anything reads the body; undefined in socket mode. */
  handler: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  state(): "connecting" | "connected" | "listening" | "closed";
  /** Takes nothing new, and lets what is being answered come to its end. */
  close(): Promise<void>;
}
