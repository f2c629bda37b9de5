import type { BareDoor } from "./bare-door.ts";
import type { SlackDoor } from "./slack-door.ts";

/** Slack's largest payload is a view of 250 kB, which grows in form encoding. In bytes. */
const maxBody = 1024 * 1024;

/**
 * Hears Slack by HTTP. Bolt's receiver verifies the signature over the raw body and refuses what is older
 * than five minutes; it never listens itself.
 */
export function openHttp(
  { bolt, logger, log, attach }: BareDoor,
  { signingSecret }: { signingSecret: string },
): SlackDoor {
  const receiver = new bolt.HTTPReceiver({
    signingSecret,
    endpoints: "/slack/events",
    bodyLimit: maxBody,
    logger,
    async processEventErrorHandler({ error, response }) {
      log.warn({ err: error }, "a request from Slack was not answered");
      if (!response.headersSent) response.writeHead(503).end();
      return false;
    },
  });
  attach(receiver);

  let isClosed = false;
  return {
    handler(request, response) {
      if (isClosed) {
        response.writeHead(503).end();
        return;
      }
      try {
        receiver.requestListener(request, response);
      } catch {
        // Bolt throws at whatever is not a POST to its path.
        response.writeHead(404).end();
      }
    },
    state: () => (isClosed ? "closed" : "listening"),
    async close() {
      isClosed = true;
    },
  };
}
