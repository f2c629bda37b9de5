import type { Fact } from "#agents-schema/fact.ts";
import type { JournalRow } from "#agents-schema/journal.ts";
import { type Html, html } from "./html.ts";

/** What was measured, with the query that anybody can run again. */
export function factsSection(journal: readonly JournalRow[]): Html {
  const facts = journal.flatMap(({ entry }) =>
    entry.kind === "fact.measured" ? [entry.fact] : [],
  );
  if (facts.length === 0) return html``;
  return html`<h2>Facts <small>${facts.length} measured; every number in the documentation comes from one</small></h2>
<table class="facts"><thead><tr><th>Fact</th><th>About</th><th>Metric</th><th class="num">Value</th><th>Query</th></tr></thead>
<tbody>${facts.map(factRow)}</tbody></table>`;
}

function factRow({ id, subject, metric, argument, value, method, query }: Fact): Html {
  const shown = typeof value === "number" ? value.toLocaleString("en") : String(value);
  return html`<tr><td class="tight" title="Fact">${id}</td><td title="About"><code>${subject}</code></td>
<td title="Metric">${metric.replaceAll("_", " ")}${argument !== undefined && html` of <code>${argument}</code>`}
${method !== "exact" && html`<span class="small soft">(${method})</span>`}</td>
<td class="num" title="Value">${shown}</td><td title="Query"><code>${query}</code></td></tr>`;
}
