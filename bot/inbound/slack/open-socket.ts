import { PlatformFailure } from "#bot/ports.ts";
import type { BareDoor } from "./bare-door.ts";
import { keepConnected } from "./keep-connected.ts";
import { refusedToken } from "./refused-token.ts";
import type { SlackDoor } from "./slack-door.ts";

/** Hears Slack through a WebSocket that we open: nothing needs to reach us from outside. */
export async function openSocket(
  { bolt, logger, clientOptions, log, attach }: BareDoor,
  { appToken }: { appToken: string },
): Promise<SlackDoor> {
  const receiver = new bolt.SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    logger,
    installerOptions: { clientOptions },
    async processEventErrorHandler({ error }) {
      // Not acknowledged, so Slack sends it again.
      log.warn({ err: error }, "a request from Slack was not answered");
      return false;
    },
  });
  attach(receiver);

  const connection = keepConnected(receiver.client, log);
  const trouble = await connection.first;
  const refusal = refusedToken(trouble);
  if (refusal !== undefined) {
    await connection.close();
    throw new PlatformFailure(
      "permanent",
      `connecting to Slack: the app token is refused (${refusal}). It begins with xapp- and needs the scope connections:write; socket mode must be on`,
      { cause: trouble },
    );
  }
  return { handler: undefined, state: connection.state, close: connection.close };
}
