import type { Cost } from "./run.ts";

/** What two things cost together. */
export function addCost(a: Cost, b: Cost): Cost {
  return {
    usd: a.usd + b.usd,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    turns: a.turns + b.turns,
  };
}
