import { actorKey } from "#agents-schema/actor.ts";
import type { RunRecord } from "../flow/read-record.ts";
import { describeEntry } from "../views/describe-entry.ts";
import { oneLine } from "../views/one-line.ts";
import { stateWords } from "../views/state-words.ts";
import type { Terminal } from "./terminal.ts";

/** A terminal line that can still be read. `--json` has everything. */
const maxLine = 240;

/** What happened in a run, in order, for whoever has to answer for it. */
export function tellRecord(
  { run, journal, effects, approvals }: RunRecord,
  terminal: Terminal,
): void {
  const say = (text: string, indent = 0) =>
    terminal.out(`${" ".repeat(indent)}${oneLine(text, maxLine)}`);
  const heading = (text: string) => terminal.out(`\n${text}`);
  const on = run.pullRequest === null ? "" : ` pull request #${run.pullRequest.number},`;
  say(`${run.id}: ${run.agent.name}, ${stateWords[run.state]}`);
  say(`on ${run.repository.fullName},${on} commit ${run.headSha}`, 2);
  say(`agent read from ${run.agent.path} at ${run.baseSha}`, 2);
  say(`asked for by ${actorKey(run.requestedBy)}: ${run.because}`, 2);
  if (run.reason !== null) say(`reason: ${run.reason}`, 2);

  say("");
  for (const { seq, at, entry } of journal) {
    terminal.out(
      `${String(seq).padStart(4)}  ${oneLine(at, 30)}  ${oneLine(describeEntry(entry), maxLine)}`,
    );
    if (entry.kind === "fact.measured") say(entry.fact.query, 32);
  }

  if (effects.length > 0) heading("Effects");
  for (const { id, effect, verdict, state, digest, receipt } of effects) {
    say(`${id} ${effect.kind}: ${state}`, 2);
    say(`verdict ${verdict.kind}: ${verdict.reason}`, 4);
    say(`digest ${digest}`, 4);
    if (receipt !== null)
      say(`receipt ${receipt.externalId} ${receipt.url ?? ""} ${receipt.at}`, 4);
  }
  if (approvals.length > 0) heading("Approvals");
  for (const { id, state, digest, headSha, votes, decidedBy, decidedAt, as } of approvals) {
    const by = decidedBy === null ? "" : ` by ${actorKey(decidedBy)} at ${decidedAt}`;
    say(`${id}: ${state}${by}${as === null ? "" : ` as ${as}`}`, 2);
    say(`digest ${digest} at ${headSha}`, 4);
    for (const { actor, at } of votes) say(`vote of ${actorKey(actor)} at ${at}`, 4);
  }
  say("");
}
