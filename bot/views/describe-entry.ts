import { actorKey } from "#agents-schema/actor.ts";
import type { JournalEntry } from "#agents-schema/journal.ts";
import { formatCost } from "./format-cost.ts";

/**
 * A journal entry as a sentence for whoever looks back: who, what, by which rule. It is not cleaned or
 * shortened: texts in it may come from a stranger.
 */
export function describeEntry(entry: JournalEntry): string {
  switch (entry.kind) {
    case "run.created":
      return `${actorKey(entry.by)} asked for ${entry.agent}: ${entry.because}`;
    case "run.moved":
      return `run: ${entry.from} → ${entry.to}${because(entry.reason)}`;
    case "workspace.ready":
      return `checked out ${entry.headSha.slice(0, 12)}, ${entry.files} files, sandbox ${entry.sandbox}`;
    case "context.loaded":
      return `read for context: ${listed([...entry.files, ...entry.models]) || "nothing"}`;
    case "model.turn":
      return describeTurn(entry);
    case "tool.result":
      return `${entry.tool}: ${entry.outcome} after ${entry.ms} ms (${entry.step})`;
    case "fact.measured": {
      const { id, subject, metric, argument, value, method } = entry.fact;
      const of = argument === undefined ? "" : ` of ${argument}`;
      return `fact ${id}: ${subject} ${metric}${of} = ${String(value)} (${method})`;
    }
    case "progress":
      return entry.text;
    case "note":
      return `note: ${entry.text}`;
    case "feedback.given":
      return `${actorKey(entry.by)} asked for changes: ${entry.text}`;
    case "effect.proposed":
      return `${entry.effect} ${short(entry.effectId)} proposed, digest ${entry.digest.slice(0, 12)}: ${entry.verdict.kind}, ${entry.verdict.reason}`;
    case "effect.moved":
      return `effect ${short(entry.effectId)}: ${entry.from} → ${entry.to}${because(entry.reason)}${receiptOf(entry.receipt)}`;
    case "approval.requested":
      return `approval ${short(entry.approvalId)} asked for, digest ${entry.digest.slice(0, 12)}`;
    case "approval.voted":
      return `approval ${short(entry.approvalId)}: ${actorKey(entry.by)} approves${entry.login === undefined ? "" : ` as @${entry.login}`}`;
    case "approval.refused":
      return `approval ${short(entry.approvalId)}: ${actorKey(entry.by)} may not${because(entry.reason)}`;
    case "approval.decided":
      return `approval ${short(entry.approvalId)}: ${entry.state} by ${actorKey(entry.by)}${because(entry.reason)}`;
  }
}

function describeTurn(entry: Extract<JournalEntry, { kind: "model.turn" }>): string {
  const calls = entry.blocks.flatMap((block) => (block.kind === "tool_call" ? [block.tool] : []));
  const does = calls.length === 0 ? "answers" : `calls ${listed(calls)}`;
  const { inputTokens, outputTokens, usd } = entry.cost;
  return `${entry.model}, turn ${entry.turn}, ${does} (${inputTokens} tokens in, ${outputTokens} out, ${formatCost(usd)})`;
}

function because(reason: string | null): string {
  return reason === null || reason === "" ? "" : `: ${reason}`;
}

function receiptOf(receipt: { externalId: string; url: string | null } | null): string {
  if (receipt === null) return "";
  return `, receipt ${receipt.externalId}${receipt.url === null ? "" : ` ${receipt.url}`}`;
}

/** Effects and approvals are named after their run: `e4` is enough within it. */
function short(id: string): string {
  return /-([ea]\d+)$/.exec(id)?.[1] ?? id;
}

/** A list of any length, as far as anybody reads. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(", ");
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
