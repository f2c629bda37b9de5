import { answerClick } from "./answer-click.ts";
import { answerCommand } from "./answer-command.ts";
import { answerMention } from "./answer-mention.ts";
import { answerStop } from "./answer-stop.ts";
import { answerSubmission } from "./answer-submission.ts";
import type { DoorWorld, SlackRequest } from "./door-world.ts";
import { parseSlackClick } from "./parse-slack-click.ts";
import { parseSlackCommand } from "./parse-slack-command.ts";
import { parseSlackMention } from "./parse-slack-mention.ts";
import { parseSlackStop } from "./parse-slack-stop.ts";
import { parseSlackSubmission } from "./parse-slack-submission.ts";

/** Answers what Slack sent. Rejects when it was not kept and Slack should send it again. */
export async function answerRequest(world: DoorWorld, request: SlackRequest): Promise<void> {
  const command = parseSlackCommand(request.body);
  if (command !== undefined) return answerCommand(world, request, command);

  const mention = parseSlackMention(request.body);
  if (mention !== undefined) return answerMention(world, request, mention);

  const stop = parseSlackStop(request.body);
  if (stop !== undefined) return answerStop(world, request, stop);

  const click = parseSlackClick(request.body);
  if (click !== undefined) return answerClick(world, request, click);

  const submission = parseSlackSubmission(request.body);
  if (submission !== undefined) return answerSubmission(world, request, submission);

  // Not for us. Acknowledged, or Slack would send it again.
  await request.ack();
}
