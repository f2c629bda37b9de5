import type { DocumentationProgress } from "../documentation/documentation-report.ts";
import type { ToolWorld } from "./tool.ts";

/** From this share of the run's time or money on, what is finished is proposed instead. */
const stopAt = 0.9;
/** A journal entry at most so often, in milliseconds; later ones come ever more seldom. */
const tellEveryMs = 10_000;

/**
 * Watches over a documentation within a run: tells how far it is, and stops it while there is still time and
 * money to propose what is finished.
 */
export function watchDocumentation({
  run,
  clock,
  signal,
  studio,
}: Pick<ToolWorld, "run" | "clock" | "signal" | "studio">): {
  /** Also aborts when the budget is nearly used up. */
  signal: AbortSignal;
  report(progress: DocumentationProgress): void;
  /** There is no room for more: what is finished is proposed. */
  full(): void;
  /** Ends it. Rejects when what was told could not be written down. */
  close(): Promise<void>;
} {
  const budget = new AbortController();
  const closing = new AbortController();
  const startedAt = clock.now().getTime();
  const leftMs = studio.deadline.getTime() - startedAt;
  const money = run.agent.limits.maxCostUsd * stopAt - run.cost.usd;
  let tellFrom = startedAt + tellEveryMs;
  let told: Promise<void> = Promise.resolve();

  void clock.sleep(Math.max(0, leftMs * stopAt), closing.signal).then(() => {
    if (!closing.signal.aborted) budget.abort(new Error("the time is nearly used up"));
  });
  return {
    signal: AbortSignal.any([signal, budget.signal]),
    report(progress) {
      if (progress.cost_usd > money) budget.abort(new Error("the money is nearly used up"));
      const now = clock.now().getTime();
      if (now < tellFrom) return;
      tellFrom = now + Math.max(tellEveryMs, (now - startedAt) / 10);
      told = told.then(() => studio.progress(sayProgress(progress)));
      told.catch(() => undefined); // Told when it is closed.
    },
    full: () => budget.abort(new Error("there is no room for more")),
    async close() {
      closing.abort();
      await told;
    },
  };
}

const verbs = { measuring: "Measured", relating: "Related", writing: "Documented" };

function sayProgress({ step, done, total, failed }: DocumentationProgress): string {
  const bad = failed > 0 ? `, ${failed} failed` : "";
  return `${verbs[step]} ${done} of ${total}${bad}`;
}
