import { actorName } from "#agents-schema/actor.ts";
import { addCost } from "#agents-schema/add-cost.ts";
import { digest } from "#agents-schema/digest.ts";
import type { JournalEntry, ToolCall } from "#agents-schema/journal.ts";
import { type Cost, noCost } from "#agents-schema/run.ts";
import type { Message, ModelTurn } from "../ports.ts";

/** Where a conversation stands. Living through it and reading it from the journal give the same value. */
export interface Conversation {
  messages: readonly Message[];
  /** Model turns so far; a turn's number is its place, from 1. */
  turns: number;
  cost: Cost;
  /** How the last turn ended; undefined before the first. */
  stop: ModelTurn["stop"] | undefined;
  /** Turns in a row that were cut off for length. */
  cutOff: number;
  /** Calls of the last turn that have no result yet, in order. */
  pending: readonly ToolCall[];
  results: readonly { callId: string; text: string; isError: boolean }[];
  /** Said when the results of the turn are complete. */
  waiting: readonly string[];
  /** Reason that the model gave for doing nothing. */
  noop: string | undefined;
  /** How many proposing calls have been answered: the next effect's sequence number. */
  proposals: number;
  /** Number of the last fact. */
  facts: number;
  /** Digest of call and result → how often. */
  repeats: ReadonlyMap<string, number>;
  /** The most often that a call of the last turn has had this very result. */
  worstRepeat: number;
  warned: boolean;
}

/** Every budget warning begins so: it is how a resumed run knows that it was given. */
export const wrapUp = "Wrap up now";

export function startConversation(firstMessage: string): Conversation {
  return {
    messages: [{ kind: "user", text: firstMessage }],
    turns: 0,
    cost: noCost,
    stop: undefined,
    cutOff: 0,
    pending: [],
    results: [],
    waiting: [],
    noop: undefined,
    proposals: 0,
    facts: 0,
    repeats: new Map(),
    worstRepeat: 0,
    warned: false,
  };
}

/** The conversation after one more journal entry. Entries that are not part of it change nothing. */
export function advance(before: Conversation, entry: JournalEntry): Conversation {
  switch (entry.kind) {
    case "model.turn":
      return afterTurn(before, entry);
    case "tool.result":
      return afterResult(before, entry);
    case "note":
      return say({ ...before, warned: before.warned || entry.text.startsWith(wrapUp) }, entry.text);
    case "feedback.given":
      return say(
        { ...before, noop: undefined },
        `${actorName(entry.by)} looked at what you proposed and asks for changes. Nothing of it was carried out; the workspace still has your changes. They write:\n${entry.text}`,
        "always",
      );
    case "fact.measured":
      return { ...before, facts: Math.max(before.facts, Number(entry.fact.id.slice(1)) || 0) };
    default:
      return before;
  }
}

type EntryOf<Kind extends JournalEntry["kind"]> = Extract<JournalEntry, { kind: Kind }>;

function afterTurn(before: Conversation, { blocks, stop, cost }: EntryOf<"model.turn">) {
  return {
    ...before,
    messages: [...before.messages, { kind: "assistant" as const, blocks }],
    turns: before.turns + 1,
    cost: addCost(before.cost, cost),
    stop,
    cutOff: stop === "length" ? before.cutOff + 1 : 0,
    pending: blocks.filter((block) => block.kind === "tool_call"),
    results: [],
    worstRepeat: 0,
  };
}

function afterResult(before: Conversation, entry: EntryOf<"tool.result">): Conversation {
  const call = before.pending.find(({ id }) => id === entry.callId);
  if (call === undefined) return before;

  const key = digest({ tool: call.tool, input: call.input, text: entry.text });
  const times = (before.repeats.get(key) ?? 0) + 1;
  const isError = entry.outcome === "failed" || entry.outcome === "refused";
  const after: Conversation = {
    ...before,
    pending: before.pending.filter(({ id }) => id !== entry.callId),
    results: [...before.results, { callId: entry.callId, text: entry.text, isError }],
    repeats: new Map(before.repeats).set(key, times),
    worstRepeat: Math.max(before.worstRepeat, times),
    proposals: before.proposals + (call.tool.startsWith("propose_") ? 1 : 0),
    noop: call.tool === "noop" && entry.outcome === "ok" ? entry.text : before.noop,
  };
  if (after.pending.length > 0) return after;
  return {
    ...after,
    messages: [
      ...after.messages,
      { kind: "tool_results", results: after.results, notices: after.waiting },
    ],
    waiting: [],
  };
}

/** Puts words where the model will read them next: with the results, or as a message of their own. */
function say(
  before: Conversation,
  text: string,
  when: "always" | "midway" = "midway",
): Conversation {
  if (before.pending.length > 0) return { ...before, waiting: [...before.waiting, text] };
  const last = before.messages.at(-1);
  if (last?.kind === "tool_results") {
    const told = { ...last, notices: [...last.notices, text] };
    return { ...before, messages: [...before.messages.slice(0, -1), told] };
  }
  // A note after the last word is for people; only an answer that was cut off goes on after one.
  if (when === "midway" && before.stop !== "length") return before;
  return { ...before, messages: [...before.messages, { kind: "user", text }] };
}
