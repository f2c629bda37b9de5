import type { JournalRow } from "#agents-schema/journal.ts";
import type { Run } from "#agents-schema/run.ts";
import { stateWords } from "#bot/views/state-words.ts";

/** Facts of one run that are told; the rest is counted. */
const toldFacts = 4;

/** Tells the news of runs, each piece once: what each did since it was last looked at. */
export function createNarrator(tell: (text: string) => void) {
  const seen = new Map<string, number>();
  const facts = new Map<string, number>();

  const tellEntry = (run: Run, { entry }: JournalRow) => {
    const name = run.agent.name.padEnd(24);
    switch (entry.kind) {
      case "run.created":
        return tell(`  ${name} starts: ${entry.because}`);
      case "workspace.ready":
        return tell(
          entry.sandbox === "process"
            ? `  ${name} works on the files alone: nothing here can run programs apart (apt-get install bubblewrap)`
            : `  ${name} works in a sandbox (${entry.sandbox}), without network or keys`,
        );
      case "tool.result":
        return tell(`  ${name} ${entry.outcome === "ok" ? "✓" : "·"} ${entry.step}`);
      case "fact.measured": {
        const count = (facts.get(run.id) ?? 0) + 1;
        facts.set(run.id, count);
        const { id, subject, metric, value } = entry.fact;
        if (count <= toldFacts) tell(`  ${name}   ${id} ${subject}: ${metric} = ${value}`);
        return;
      }
      case "effect.proposed":
        return tell(
          `  ${name} proposes a ${entry.effect}: ${entry.verdict.kind}, ${entry.verdict.reason}`,
        );
      case "run.moved":
        if (entry.to === "preparing" || entry.to === "running" || entry.to === "applying") return;
        return tell(
          `  ${name} ${stateWords[run.state].toLowerCase()}${entry.reason === null ? "" : `: ${entry.reason}`}`,
        );
      default:
        return;
    }
  };

  return {
    news(run: Run, journal: readonly JournalRow[]): void {
      const before = seen.get(run.id) ?? 0;
      for (const row of journal) if (row.seq > before) tellEntry(run, row);
      seen.set(run.id, journal.length);
    },
    factsOf: (runId: string) => facts.get(runId) ?? 0,
  };
}
