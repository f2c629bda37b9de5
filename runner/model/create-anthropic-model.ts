import type Anthropic from "@anthropic-ai/sdk";
import { addCost } from "#agents-schema/add-cost.ts";
import type { Cost } from "#agents-schema/run.ts";
import {
  type Clock,
  type Log,
  type Model,
  type ModelTurn,
  type TurnRequest,
  WorldFailure,
} from "../ports.ts";
import { askUntilWhole } from "./ask-until-whole.ts";
import { createPause, type Pause } from "./create-pause.ts";
import { modelPrices, type Prices } from "./model-prices.ts";
import type { Answer } from "./read-stream.ts";
import { toApiRequest } from "./to-api-request.ts";
import { usageCost } from "./usage-cost.ts";

/** A tool call that did not fit is asked for once more with this much room, in tokens. */
const widestOutputTokens = 64_000;

export interface AnthropicOptions {
  apiKey: string;
  /** undefined: Anthropic's own. */
  baseUrl: string | undefined;
  model: string;
  clock: Clock;
  log: Log;
  /** Shared by all that ask with this key. */
  pause?: Pause;
  /** Of a model that the table does not know, or that has prices of its own. */
  prices?: Prices;
}

/**
 * Claude through Anthropic's Messages API. The SDK is loaded at the first turn. Answers are streamed,
 * retried while that is worth it, and returned whole or not at all; what a broken answer cost is
 * counted with the turn that follows it.
 */
export function createAnthropicModel(options: AnthropicOptions): Model {
  const { model, clock, log, pause = createPause(options.clock) } = options;
  const prices = options.prices ?? modelPrices(model);
  const client = connectOnce(options);

  return {
    name: model,
    ceiling: (request) => ceilingOf(request, prices),
    async turn(request) {
      const world = { client: await client(), clock, log, pause, signal: request.signal };
      const costs: Cost[] = [];
      const count = ({ usage }: Answer) => costs.push(usageCost(usage, prices));

      const body = toApiRequest({ ...request, model, maxTokens: request.maxOutputTokens });
      try {
        let answer = await askUntilWhole(world, body, count);
        if (isCutInCall(answer) && request.maxOutputTokens < widestOutputTokens) {
          count(answer);
          const wider = { ...body, max_tokens: widestOutputTokens };
          answer = await askUntilWhole(world, wider, count);
        }
        count(answer);
        return toTurn(model, answer, addUp(costs));
      } catch (cause) {
        if (costs.length > 0) request.onLost?.(addUp(costs));
        throw cause;
      }
    },
  };
}

/** Text has at least two characters for each token of it. */
const charactersPerToken = 2;

function ceilingOf(
  { system, messages, tools, maxOutputTokens }: Omit<TurnRequest, "signal">,
  prices: Prices,
): Cost {
  const characters = JSON.stringify([system, messages, tools]).length;
  const usage = {
    input: Math.ceil(characters / charactersPerToken),
    cacheRead: 0,
    cacheWrite: 0,
    output: maxOutputTokens,
  };
  return { ...usageCost(usage, prices), turns: 1 };
}

function connectOnce({ apiKey, baseUrl }: AnthropicOptions): () => Promise<Anthropic> {
  const connect = async () => {
    const { default: Client } = await import("@anthropic-ai/sdk");
    const baseURL = baseUrl ?? "https://api.anthropic.com";
    return new Client({ apiKey, authToken: null, baseURL, maxRetries: 0, logLevel: "off" });
  };
  let client: Promise<Anthropic> | undefined;
  return () => {
    client ??= connect();
    return client;
  };
}

function isCutInCall({ stop, blocks, brokenCall }: Answer): boolean {
  return stop === "max_tokens" && (brokenCall || blocks.some(({ kind }) => kind === "tool_call"));
}

function toTurn(model: string, answer: Answer, cost: Cost): ModelTurn {
  const turn = { model: answer.model ?? model, blocks: answer.blocks, cost };
  switch (answer.stop) {
    case "tool_use":
      return { ...turn, stop: "tools" };
    case "refusal":
      return { ...turn, stop: "refusal", blocks: onlyText(answer) };
    case "max_tokens":
      return { ...turn, stop: "length", blocks: onlyText(answer) };
    case "model_context_window_exceeded":
      throw new WorldFailure(
        "model-refused",
        `asking ${model}: the conversation has grown longer than the model can read`,
      );
    default:
      return { ...turn, stop: "end" };
  }
}

/** An answer that is not whole: its calls are not carried out, its thinking is not complete. */
function onlyText({ blocks }: Answer): Answer["blocks"] {
  return blocks.filter(({ kind }) => kind === "text");
}

function addUp(costs: readonly Cost[]): Cost {
  return { ...costs.reduce(addCost), turns: 1 };
}
