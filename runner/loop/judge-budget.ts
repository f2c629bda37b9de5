import type { Agent } from "#agents-schema/agent.ts";
import type { Cost } from "#agents-schema/run.ts";

/** From this share of any limit on, the agent is told to wrap up. */
const warnAt = 0.8;

export type BudgetVerdict =
  | { kind: "fine" }
  | { kind: "warn"; reason: string }
  | { kind: "over"; limit: "tokens" | "turns" | "money" | "time"; reason: string };

/** Compares what a run has used with what its agent may use. The reasons are sentences for a person. */
export function judgeBudget(
  used: { cost: Cost; turns: number; elapsedMs: number },
  limits: Agent["limits"],
): BudgetVerdict {
  const tokens = used.cost.inputTokens + used.cost.outputTokens;
  const seconds = Math.round(used.elapsedMs / 1000);
  const measures = [
    {
      limit: "time",
      share: used.elapsedMs / 1000 / limits.timeoutSeconds,
      words: `${seconds} of ${limits.timeoutSeconds} seconds`,
    },
    {
      limit: "turns",
      share: used.turns / limits.maxTurns,
      words: `${used.turns} of ${limits.maxTurns} turns`,
    },
    {
      limit: "tokens",
      share: tokens / limits.maxTokens,
      words: `${tokens} of ${limits.maxTokens} tokens`,
    },
    {
      limit: "money",
      share: used.cost.usd / limits.maxCostUsd,
      words: `$${used.cost.usd.toFixed(2)} of $${limits.maxCostUsd.toFixed(2)}`,
    },
  ] as const;

  const over = measures.find(({ share }) => share >= 1);
  if (over !== undefined) {
    return { kind: "over", limit: over.limit, reason: `the budget is used up: ${over.words}` };
  }
  const close = measures.find(({ share }) => share >= warnAt);
  if (close !== undefined) return { kind: "warn", reason: `${close.words} are used` };
  return { kind: "fine" };
}
