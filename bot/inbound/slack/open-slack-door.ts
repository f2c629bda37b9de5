import type { Screen } from "#bot/ports.ts";
import { answerRequest } from "./answer-request.ts";
import type { BareDoor } from "./bare-door.ts";
import { boltLogger } from "./bolt-logger.ts";
import type { DoorWorld } from "./door-world.ts";
import { openHttp } from "./open-http.ts";
import { openSocket } from "./open-socket.ts";
import type { SlackDoor } from "./slack-door.ts";

export interface SlackDoorOptions extends Omit<DoorWorld, "client"> {
  mode: { kind: "socket"; appToken: string } | { kind: "http"; signingSecret: string };
  botToken: string;
  /** undefined: Slack's own. */
  apiUrl?: string | undefined;
  /** Everything that is said passes it. */
  screen: Screen;
}

/** Longest time for one call to Slack, in milliseconds. */
const callWithinMs = 5_000;

/**
 * Opens the door to Slack: commands, mentions, clicks and modals are kept in the inbox before Slack is
 * told that we have them. Bolt is loaded now. While Slack is away the door opens all the same and goes
 * on trying; rejects with PlatformFailure when Slack refuses the app token.
 */
export async function openSlackDoor(options: SlackDoorOptions): Promise<SlackDoor> {
  const { mode, botToken, apiUrl, log } = options;
  const bolt = await import("@slack/bolt");
  const logger = boltLogger(log, bolt.LogLevel.WARN);
  const clientOptions = {
    logger,
    timeout: callWithinMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  };
  const answering = new Set<Promise<void>>();

  const attach: BareDoor["attach"] = (receiver) => {
    const app = new bolt.App({
      receiver,
      token: botToken,
      tokenVerificationEnabled: false,
      convoStore: false,
      logger,
      clientOptions,
    });
    const client: DoorWorld["client"] = {
      apiCall: async (method, args) =>
        app.client.apiCall(method, options.screen.clean(args, `calling ${method} of Slack`)),
    };
    const world = { ...options, client };
    // Bolt's own way acknowledges an event before anybody has looked at it; ours when it is kept.
    app.processEvent = async ({ body, ack, retryNum }) => {
      const answer = answerRequest(world, { body, ack, retries: retryNum ?? 0 });
      answering.add(answer);
      await answer.finally(() => answering.delete(answer));
    };
  };

  const bare = { bolt, logger, clientOptions, log, attach };
  const door = mode.kind === "socket" ? await openSocket(bare, mode) : openHttp(bare, mode);
  return {
    ...door,
    async close() {
      await Promise.allSettled(answering);
      await door.close();
    },
  };
}
