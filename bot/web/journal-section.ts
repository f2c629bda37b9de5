import type { JournalRow } from "#agents-schema/journal.ts";
import type { RunRecord } from "../flow/read-record.ts";
import { describeEntry } from "../views/describe-entry.ts";
import { type Html, html } from "./html.ts";
import { badge } from "./pieces.ts";

/** UTF-16 units of one entry that the page shows; `buster audit --json` has all of it. */
const maxEntry = 6000;

/** Everything that happened, each entry chained to the one before it by its hash. */
export function journalSection({ journal, verification, run }: RunRecord): Html {
  const isIntact = verification.kind === "intact";
  return html`<h2 id="journal">Journal ${ledgerBadge(verification)}</h2>
${!isIntact && html`<div class="note red">${verification.why.map((why) => html`<div>${verification.seq === null ? "" : `Entry ${verification.seq}: `}${why}</div>`)}</div>`}
<table class="journal"><thead><tr><th class="num">#</th><th>Time</th><th>What happened</th><th>Hash</th></tr></thead>
<tbody>${journal.map(entryRow)}</tbody></table>
<p class="small soft">Each hash covers its entry and the hash before it. The last one is <code>${run.journalHead}</code>.
Check it on the machine with <code>buster audit ${run.id}</code>.</p>`;
}

/** The ledger's state in two words, with what they rest on. */
export function ledgerBadge(verification: RunRecord["verification"]): Html {
  return verification.kind === "intact"
    ? badge("green", `Ledger verified: ${verification.entries} entries`)
    : badge("red", "Ledger broken");
}

function entryRow({ seq, at, entry, prev, hash }: JournalRow): Html {
  const time = at.slice(11, 23);
  return html`<tr><td class="num" title="Entry">${seq}</td><td class="tight" title="Time"><time datetime="${at}">${time}</time></td>
<td><details><summary>${describeEntry(entry)}</summary><pre>${whole({ at, entry, prev })}</pre></details></td>
<td class="tight" title="Hash"><code>${hash.slice(0, 12)}</code></td></tr>`;
}

function whole(row: object): string {
  const text = JSON.stringify(row, withoutSealed, 2);
  return text.length <= maxEntry
    ? text
    : `${text.slice(0, maxEntry)}\n… ${text.length - maxEntry} more characters`;
}

/** What only the model's API can read is noise to everybody else. */
function withoutSealed(_key: string, value: unknown): unknown {
  const isSealed =
    typeof value === "object" && value !== null && "kind" in value && value.kind === "sealed";
  return isSealed ? { kind: "sealed" } : value;
}
