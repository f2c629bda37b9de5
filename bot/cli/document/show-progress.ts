import type {
  DocumentationProgress,
  DocumentedNode,
} from "#runner/documentation/documentation-report.ts";
import { counted } from "../counted.ts";
import { plain } from "../plain.ts";
import type { Terminal } from "../terminal.ts";

/** Without a terminal that can rewrite a line, one is written at most this often, in milliseconds. */
const plainEveryMs = 5_000;

/** Tells how a documentation goes on, on standard error. */
export function showProgress(terminal: Terminal, now: () => number) {
  let step: { name: string; startedAt: number } = { name: "", startedAt: 0 };
  let told = now();
  return {
    progress(state: DocumentationProgress) {
      if (state.step !== step.name) step = { name: state.step, startedAt: now() };
      const line = sayProgress(state, (now() - step.startedAt) / 1000);
      if (terminal.status !== undefined) return terminal.status(plain(line));
      if (now() - told < plainEveryMs) return;
      told = now();
      terminal.err(plain(line));
    },
    done() {
      terminal.status?.("");
    },
  };
}

/** `writing 12 of 40 · fct_orders, dim_customers · 1 failed · about 9 s left · 12,000 tokens, $0.08` */
function sayProgress(state: DocumentationProgress, seconds: number): string {
  const { step, done, total, failed, inWork, tokens, cost_usd: usd } = state;
  const left = done === 0 ? undefined : Math.ceil((seconds / done) * (total - done));
  const shown = inWork.slice(0, 3).join(", ");
  const more = inWork.length > 3 ? ` and ${inWork.length - 3} more` : "";
  return [
    `${step} ${done} of ${total}`,
    ...(inWork.length > 0 ? [`${shown}${more}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(left !== undefined && done < total ? [`about ${sayTime(left)} left`] : []),
    ...(tokens > 0 ? [`${tokens.toLocaleString("en-US")} tokens, $${usd.toFixed(2)}`] : []),
  ].join(" · ");
}

function sayTime(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

const marks = { documented: "✓", unchanged: "=", failed: "✗", skipped: "!" } as const;

/** `✓ fct_orders   12 columns, 214 facts, 2 relationships   models/marts/fct_orders.yml` */
export function sayNode(node: DocumentedNode): string {
  const mark = marks[node.facts === 0 && node.status !== "failed" ? "skipped" : node.status];
  const numbers = [
    `${node.described}/${node.columns} columns`,
    `${node.facts} facts`,
    ...(node.relationships.length > 0 ? [counted(node.relationships.length, "relationship")] : []),
  ].join(", ");
  return `${mark} ${node.name}  ${numbers}${node.path === null ? "" : `  ${node.path}`}`;
}
