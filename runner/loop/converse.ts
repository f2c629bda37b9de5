import type { Agent } from "#agents-schema/agent.ts";
import type { JournalEntry, ToolCall } from "#agents-schema/journal.ts";
import type { Cost } from "#agents-schema/run.ts";
import type { Briefing, Clock, Model, ToolDeclaration } from "../ports.ts";
import { advance, type Conversation } from "./conversation.ts";
import { decideStep, type Ending } from "./decide-step.ts";

/** Room for one answer, thinking included. */
const maxOutputTokens = 16_000;

/** What the loop may ask of its run. */
export interface Talk {
  model: Model;
  system: string;
  briefing: Briefing;
  tools: readonly ToolDeclaration[];
  limits: Agent["limits"];
  clock: Clock;
  /** Time that the run has used before this process took it up counts too. */
  startedAt: Date;
  signal: AbortSignal;
  /** `seq` numbers the effect that the call may propose; the same call has the same number again. */
  use(
    call: ToolCall,
    seq: number,
  ): Promise<{
    outcome: Extract<JournalEntry, { kind: "tool.result" }>["outcome"];
    text: string;
    step: string;
  }>;
  /** Durable before it resolves. */
  append(entry: JournalEntry, cost?: Cost): Promise<void>;
  spend(cost: Cost): Promise<void>;
  /** What the call that comes now may cost at most; null: it came to nothing. */
  reserve(cost: Cost | null): Promise<void>;
}

/**
 * Goes on with a conversation until it ends. Every turn is in the journal before its tools run, every
 * result before the next turn. Rejects with the signal's reason when it is aborted, and with
 * WorldFailure when the model, the sandbox or the store is gone.
 */
export async function converse(talk: Talk, from: Conversation): Promise<Ending> {
  let conversation = from;
  const append = async (entry: JournalEntry, cost?: Cost) => {
    await talk.append(entry, cost);
    conversation = advance(conversation, entry);
  };

  for (;;) {
    talk.signal.throwIfAborted();
    const elapsedMs = talk.clock.now().getTime() - talk.startedAt.getTime();
    const step = decideStep(conversation, talk.limits, elapsedMs);
    switch (step.kind) {
      case "end":
        return step.ending;
      case "say":
        await append({ kind: "note", text: step.text });
        break;
      case "call":
        await append(await answer(talk, conversation, step.call));
        break;
      case "ask": {
        const turn = await ask(talk, conversation);
        await append(turn, turn.cost);
        break;
      }
    }
  }
}

async function ask(
  talk: Talk,
  conversation: Conversation,
): Promise<Extract<JournalEntry, { kind: "model.turn" }>> {
  const { model, system, tools, briefing, signal } = talk;
  const request = { system, messages: conversation.messages, tools, maxOutputTokens, briefing };
  // Money first: if we die before the turn is in the journal, it was spent all the same.
  const ceiling = model.ceiling?.(request);
  if (ceiling !== undefined) await talk.reserve(ceiling);
  const lost: Cost[] = [];
  try {
    const turn = await model.turn({ ...request, signal, onLost: (cost) => void lost.push(cost) });
    return { kind: "model.turn", turn: conversation.turns + 1, ...turn, blocks: [...turn.blocks] };
  } catch (cause) {
    for (const cost of lost) await talk.spend(cost);
    if (ceiling !== undefined) await talk.reserve(null);
    throw cause;
  }
}

async function answer(
  talk: Talk,
  conversation: Conversation,
  call: ToolCall,
): Promise<JournalEntry> {
  const before = talk.clock.now().getTime();
  const { outcome, text, step } = await talk.use(call, conversation.proposals);
  return {
    kind: "tool.result",
    turn: conversation.turns,
    callId: call.id,
    tool: call.tool,
    outcome,
    text,
    step,
    ms: talk.clock.now().getTime() - before,
  };
}
