import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { channels, people, type Stage } from "../../../examples/demo/open-stage.ts";
import { sendAsSlack } from "../../slack/send-as-slack.ts";

/** A run that waits for its model. */
export interface Waiting {
  id: string;
  /** The Slack thread that it was asked for in, and its card there. */
  thread: string;
  card: string;
}

const program = fileURLToPath(new URL("../../../bot/cli/main.ts", import.meta.url));
const channel = channels.quality;
const { slack: user } = people.ana;
let events = 0;

/** Ways to stop one run that was asked for on Slack. Each resolves when the person has done their part. */
export function entrances(
  stage: Stage,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, (run: Waiting) => Promise<void>>> {
  const { slack, port } = stage;
  const send = async (event: object) => {
    const body = {
      type: "event_callback",
      event_id: `EvSTOP${++events}`,
      team_id: slack.team,
      event,
    };
    const answer = await sendAsSlack(
      `http://127.0.0.1:${port}/slack/events`,
      JSON.stringify(body),
      {
        secret: slack.signingSecret,
      },
    );
    if (!answer.ok) throw new Error(`the stop was not taken: ${answer.status}`);
  };
  return {
    "card button": ({ card }) => slack.click(user, channel, card, "stop_run"),
    "Slack's own stop": ({ thread }) =>
      send({ type: "agent_session_stopped", user, channel, thread_ts: thread }),
    "stop sign on the card": ({ card }) =>
      send({
        type: "reaction_added",
        user,
        reaction: "octagonal_sign",
        item: { type: "message", channel, ts: card },
      }),
    "bare word stop": ({ thread }) =>
      send({ type: "message", user, channel, thread_ts: thread, text: "stop" }),
    "@buster stop (Slack)": async ({ thread }) => {
      await slack.mention(user, channel, "stop", thread);
    },
    "/buster stop": ({ id }) => slack.command(user, channel, `stop ${id}`),
    "buster stop": async ({ id }) => {
      const child = spawn(process.execPath, [program, "stop", id], {
        env: { PATH: process.env.PATH ?? "", ...environment },
        stdio: "ignore",
      });
      await once(child, "exit");
    },
  };
}
