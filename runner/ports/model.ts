import type { TurnBlock } from "#agents-schema/journal.ts";
import type { Cost } from "#agents-schema/run.ts";
import type { ChangedFile } from "./changed-file.ts";

export interface ToolDeclaration {
  name: string;
  description: string;
  inputSchema: Record<string, unknown>;
}

export type Message =
  | { kind: "user"; text: string }
  | { kind: "assistant"; blocks: readonly TurnBlock[] }
  | {
      kind: "tool_results";
      results: readonly { callId: string; text: string; isError: boolean }[];
      /** Said to the model after the results: a budget warning, a person's feedback. */
      notices: readonly string[];
    };

/** What the model is told about the run as data; the offline model works from this. */
export interface Briefing {
  agent: string;
  prompt: string;
  changedFiles: readonly ChangedFile[];
  /** dbt models among the changed files: name and path. */
  changedModels: readonly { name: string; path: string }[];
}

export interface ModelTurn {
  /** The model that answered, such as `claude-sonnet-4-5` or `offline`. */
  model: string;
  blocks: readonly TurnBlock[];
  stop: "end" | "tools" | "length" | "refusal";
  /** Of this turn alone. */
  cost: Cost;
}

/**
 * A language model, or what stands in for one.
 *
 * Contract:
 * - A turn is complete or rejected: no tool call of an unfinished answer is ever returned.
 * - Retries what is worth retrying (overload, rate limit, cut stream) itself, until the signal aborts;
 *   then rejects with WorldFailure `model-unavailable`, saying what the API answered.
 */
export interface Model {
  readonly name: string;
  /** The most that such a turn may cost; undefined: nothing. */
  ceiling?(request: Omit<TurnRequest, "signal">): Cost;
  turn(request: TurnRequest): Promise<ModelTurn>;
}

export interface TurnRequest {
  system: string;
  messages: readonly Message[];
  tools: readonly ToolDeclaration[];
  maxOutputTokens: number;
  briefing: Briefing;
  signal: AbortSignal;
  /** Hears what was used for an answer that never came whole, when the turn is rejected. */
  onLost?: (cost: Cost) => void;
}
