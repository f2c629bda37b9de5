import type { Event, EventKind, EventOf } from "#agents-schema/event.ts";
import { readComment } from "../commands/read-comment.ts";
import { PlatformFailure } from "../ports.ts";
import { slackReply } from "../views/slack-reply.ts";
import type { House } from "./house.ts";
import { replyOnPullRequest } from "./reply-on-pull-request.ts";
import { whisper } from "./whisper.ts";

/** No word of what broke: that may name what the reader must not see. */
const sentence =
  "Something went wrong on our side: this was not done, or only in part. Buster's log says why.";

type Answers = {
  [Kind in EventKind]: (house: House, event: EventOf<Kind>, deliveryId: string) => Promise<unknown>;
};

/** Nobody is waiting there for an answer. */
const nobody = async () => undefined;

const answers: Answers = {
  comment: async (house, event, deliveryId) => {
    // People talking to each other have not asked for anything.
    if (readComment(event.body, house.mention) === undefined) return;
    const { repository, number, commentId } = event;
    await replyOnPullRequest(house, { repository, pullRequest: { number } }, deliveryId, sentence);
    await house.github.react(repository, commentId, "confused");
  },
  check_action: async (house, { externalId }, deliveryId) => {
    const run = await house.runs.load(externalId);
    if (run !== undefined) await replyOnPullRequest(house, run, deliveryId, sentence);
  },
  slack_command: async ({ slack }, { responseUrl }) =>
    slack?.respond(responseUrl, slackReply(sentence)),
  slack_mention: async ({ slack }, { channel, thread }, deliveryId) =>
    slack?.post({
      channel,
      thread,
      message: slackReply(sentence),
      effectId: `failure:${deliveryId}`,
      mayExist: true,
    }),
  // Whoever only talked to others has asked for nothing; who meant it sees the run go on.
  slack_stop: nobody,
  slack_action: (house, { channel, sender }) => whisper(house, channel, sender, sentence),
  pull_request: nobody,
  installation: nobody,
  push: nobody,
  schedule: nobody,
  data_event: nobody,
  manual: nobody,
};

/** Tells whoever asked that it came to nothing. An answer that fails too is only logged. */
export async function answerForFailure(
  house: House,
  deliveryId: string,
  event: Event,
): Promise<void> {
  try {
    await answer(house, event, deliveryId);
  } catch (cause) {
    if (!(cause instanceof PlatformFailure)) throw cause;
    house.log.warn({ deliveryId, err: cause }, "failure not told");
  }
}

function answer<Kind extends EventKind>(
  house: House,
  event: EventOf<Kind>,
  deliveryId: string,
): Promise<unknown> {
  const tell: (house: House, event: EventOf<Kind>, deliveryId: string) => Promise<unknown> =
    answers[event.kind as Kind];
  return tell(house, event, deliveryId);
}
