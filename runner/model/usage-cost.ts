import type { Cost } from "#agents-schema/run.ts";
import type { Prices } from "./model-prices.ts";

/** Tokens of one request, as the API counts them: the three kinds of input exclude each other. */
export interface Usage {
  input: number;
  cacheRead: number;
  cacheWrite: number;
  output: number;
}

/**
 * What a request cost. Cache reads are paid for but are not counted as input tokens: the same
 * conversation is read again in every turn, and a token budget means what is new.
 */
export function usageCost(usage: Usage, prices: Prices): Cost {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  const { long } = prices;
  const per = long !== undefined && prompt > long.above ? long : prices;
  const micros =
    usage.input * per.input +
    usage.cacheRead * per.cacheRead +
    usage.cacheWrite * per.cacheWrite +
    usage.output * per.output;
  return {
    usd: micros / 1_000_000,
    inputTokens: usage.input + usage.cacheWrite,
    outputTokens: usage.output,
    turns: 1,
  };
}
