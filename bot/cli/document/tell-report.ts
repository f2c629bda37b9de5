import type { DocumentationReport } from "#runner/documentation/documentation-report.ts";
import { counted } from "../counted.ts";
import { plain } from "../plain.ts";
import type { Terminal } from "../terminal.ts";
import { sayNode } from "./show-progress.ts";

/** What a documentation came to, for people: on standard output, or on standard error beside JSON. */
export function tellReport(
  { models, totals, notes, stopped }: DocumentationReport,
  { isDryRun, json }: { isDryRun: boolean; json: boolean },
  terminal: Terminal,
): void {
  const say = (text: string) => (json ? terminal.err : terminal.out)(plain(text));
  for (const node of models) {
    if (!json) say(sayNode(node));
    const { problems, disproved, contradictions, leftOut } = node;
    const where = (column: string | null) =>
      column === null ? node.name : `${node.name}.${column}`;
    for (const problem of problems) say(`    ${problem}`);
    for (const { column, reason } of disproved) say(`    ${where(column)} is kept, but: ${reason}`);
    for (const reason of contradictions) say(`    contradiction: ${reason}`);
    for (const { sentence, reason } of leftOut) say(`    left out: "${sentence}": ${reason}`);
  }
  for (const note of notes) say(note);
  const outcomes = (["documented", "unchanged", "failed", "skipped"] as const).flatMap((status) =>
    totals[status] > 0 ? [`${totals[status]} ${status}`] : [],
  );
  const cost =
    totals.tokens > 0
      ? `, ${totals.tokens.toLocaleString("en-US")} tokens, $${totals.cost_usd.toFixed(2)}`
      : "";
  if (stopped && models.length === 0) {
    say("stopped while measuring: what was measured is kept; start it again to go on");
    return;
  }
  say(
    `${counted(totals.models, "relation")}: ${outcomes.join(", ") || "nothing to do"}; ${totals.described} of ${counted(totals.columns, "column")} described, ${totals.facts.toLocaleString("en-US")} facts, ${counted(totals.relationships, "relationship")}, ${totals.seconds.toFixed(1)} s${cost}`,
  );
  if (stopped) say("stopped: what was finished is kept; start it again to go on");
  if (isDryRun) say("nothing was written (--dry-run)");
}
