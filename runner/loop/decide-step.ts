import type { Agent } from "#agents-schema/agent.ts";
import type { ToolCall } from "#agents-schema/journal.ts";
import type { Message } from "../ports.ts";
import { type Conversation, wrapUp } from "./conversation.ts";
import { judgeBudget } from "./judge-budget.ts";

/** How a conversation ended. `reason` and `text` are sentences for a person. */
export type Ending =
  | { kind: "said"; text: string }
  | { kind: "noop"; reason: string }
  | { kind: "out_of_time"; reason: string }
  | { kind: "stopped"; reason: string };

export type Step =
  | { kind: "call"; call: ToolCall }
  | { kind: "say"; text: string }
  | { kind: "ask" }
  | { kind: "end"; ending: Ending };

/** Identical calls with identical results: told at the third, stopped at the fifth (mechanisms M14). */
const repeats = { told: 3, stopped: 5 };
/** Answers in a row that may be cut off for length. */
const maxCutOff = 2;

const repeatNotice =
  "You have made the same call three times with the same result. Do something else: use what you know, or end with a proposal or noop.";
const cutOffNotice =
  "Your answer was cut off because it was too long, and nothing of it was carried out. Go on in smaller steps.";

/** What happens next. Pure: a resumed run decides as the run that died would have. */
export function decideStep(
  conversation: Conversation,
  limits: Agent["limits"],
  elapsedMs: number,
): Step {
  const [call] = conversation.pending;
  if (call !== undefined) return { kind: "call", call };
  if (conversation.noop !== undefined) {
    return end({ kind: "noop", reason: conversation.noop });
  }
  const last = conversation.messages.at(-1);
  if (last?.kind === "assistant") return afterLastWord(conversation, last);

  if (conversation.worstRepeat >= repeats.stopped) {
    return end({
      kind: "stopped",
      reason: `NO_PROGRESS: the agent made the same call ${repeats.stopped} times with the same result`,
    });
  }
  const budget = judgeBudget({ ...conversation, elapsedMs }, limits);
  if (budget.kind === "over") {
    return budget.limit === "time"
      ? end({ kind: "out_of_time", reason: budget.reason })
      : end({ kind: "stopped", reason: `BUDGET_RUN: ${budget.reason}` });
  }
  if (budget.kind === "warn" && !conversation.warned) {
    const notice = `${wrapUp}: ${budget.reason}. Propose what is ready and valid, say what is missing, and end.`;
    return { kind: "say", text: notice };
  }
  if (conversation.worstRepeat === repeats.told && !wasSaid(last, repeatNotice)) {
    return { kind: "say", text: repeatNotice };
  }
  return { kind: "ask" };
}

function afterLastWord(
  conversation: Conversation,
  last: Extract<Message, { kind: "assistant" }>,
): Step {
  if (conversation.stop === "refusal") {
    return end({ kind: "stopped", reason: "the model declined to go on with this task" });
  }
  if (conversation.stop === "length") {
    if (conversation.cutOff <= maxCutOff) return { kind: "say", text: cutOffNotice };
    return end({ kind: "stopped", reason: "the model's answers were too long, again and again" });
  }
  const text = last.blocks.flatMap((block) => (block.kind === "text" ? [block.text] : []));
  return end({ kind: "said", text: text.join("\n").trim() });
}

function wasSaid(message: Message | undefined, notice: string): boolean {
  return message?.kind === "tool_results" && message.notices.includes(notice);
}

function end(ending: Ending): Step {
  return { kind: "end", ending };
}
