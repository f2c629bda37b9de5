import type { Finding } from "#agents-schema/finding.ts";
import type { RunState } from "#agents-schema/run.ts";
import { cleanText } from "./clean-text.ts";
import { formatCost } from "./format-cost.ts";
import { formatElapsed } from "./format-elapsed.ts";
import { code, link, paragraphs, words } from "./markdown.ts";
import { oneLine } from "./one-line.ts";
import type { RunView } from "./run-view.ts";

type Conclusion =
  | "success"
  | "failure"
  | "neutral"
  | "cancelled"
  | "skipped"
  | "timed_out"
  | "action_required";

interface CheckOutput {
  status: "queued" | "in_progress" | "completed";
  conclusion?: Conclusion;
  title: string;
  summary: string;
  annotations: {
    path: string;
    line: number;
    level: "notice" | "warning" | "failure";
    title: string;
    message: string;
  }[];
  actions: { label: string; description: string; identifier: string }[];
}

/**
 * What the check run of a run shows. It is red only when the run itself failed: findings are neutral, so
 * that an agent's opinion never blocks a merge by itself, and a waiting approval asks for action.
 */
export function checkOutput(view: RunView): CheckOutput {
  return {
    ...standing(view),
    title: oneLine(titleOf(view), 200),
    summary: summaryOf(view),
    annotations: view.findings.map(annotationOf),
    actions: actionsOf(view),
  };
}

/** GitHub refuses the whole check when one annotation says nothing. */
function annotationOf(finding: Finding): CheckOutput["annotations"][number] {
  const { path, line, severity, rule, body } = finding;
  const title = oneLine(finding.title, 200) || oneLine(rule, 200) || "Finding";
  const message = cleanText(body).slice(0, 8000).toWellFormed().trim() || title;
  return { path, line, level: levels[severity], title, message };
}

const levels: Record<Finding["severity"], "notice" | "warning" | "failure"> = {
  low: "notice",
  medium: "warning",
  high: "warning",
  critical: "failure",
};

type Standing = Pick<CheckOutput, "status" | "conclusion">;

const standings: Record<Exclude<RunState, "succeeded">, Standing> = {
  queued: { status: "queued" },
  preparing: { status: "in_progress" },
  running: { status: "in_progress" },
  applying: { status: "in_progress" },
  // GitHub shows an open question only on a check that is complete.
  awaiting_approval: { status: "completed", conclusion: "action_required" },
  failed: { status: "completed", conclusion: "failure" },
  cancelled: { status: "completed", conclusion: "cancelled" },
  timed_out: { status: "completed", conclusion: "timed_out" },
  superseded: { status: "completed", conclusion: "cancelled" },
  skipped: { status: "completed", conclusion: "skipped" },
};

function standing(view: RunView): Standing {
  // A budget that ran out says nothing about the change: it must not block a merge.
  if (view.state === "failed" && view.reason?.startsWith("BUDGET_") === true) {
    return { status: "completed", conclusion: "neutral" };
  }
  if (view.state !== "succeeded") return standings[view.state];
  const isDone = view.effects.some(({ state }) => state === "confirmed");
  const isClean = isDone && view.findings.length === 0;
  return { status: "completed", conclusion: isClean ? "success" : "neutral" };
}

function titleOf(view: RunView): string {
  if (view.findings.length > 0 && view.state === "succeeded") {
    return view.findings.length === 1 ? "1 finding" : `${view.findings.length} findings`;
  }
  const confirmed = view.effects.filter(({ state }) => state === "confirmed");
  if (view.state === "succeeded" && confirmed.length > 0) {
    return confirmed.map(({ outcome }) => outcome).join(", ");
  }
  if (view.state === "succeeded") return "Nothing to do";
  return view.words;
}

function summaryOf(view: RunView): string {
  const steps = view.steps.map(({ text }) => `- ${words(text, 200)}`);
  const effects = view.effects.map(
    ({ title, outcome, url }) =>
      `- ${words(title, 200)}: ${url === null ? words(outcome, 500) : link(url, outcome)}`,
  );
  const parts = [
    words(view.because, 300),
    view.reason === null ? "" : paragraphs(view.reason, 2000),
    effects.join("\n"),
    view.isOver ? "" : steps.join("\n"),
    view.result === null || view.result === view.reason ? "" : paragraphs(view.result, 10_000),
    [
      formatElapsed(view.elapsedMs),
      words(formatCost(view.cost.usd), 20),
      ...(view.facts > 0 ? [`${view.facts} facts measured`] : []),
      ...(view.isOffline ? ["made by the offline model"] : []),
      code(view.runId, 60),
    ].join(" · "),
  ];
  return parts
    .filter((part) => part !== "")
    .join("\n\n")
    .slice(0, 60_000)
    .toWellFormed();
}

const stop = { label: "Stop", description: "Stop this agent", identifier: "stop" };

function actionsOf(view: RunView): CheckOutput["actions"] {
  if (view.isOver || view.state === "applying") return [];
  const asked = view.approvals.find(({ state }) => state === "pending");
  if (view.state !== "awaiting_approval" || asked === undefined) return [stop];
  const kinds = view.effects
    .filter(({ id }) => asked.effectIds.includes(id))
    .map(({ kind }) => kind);
  const isCommit = kinds.includes("commit");
  // A page that was not loaded again shows old buttons: each names the proposal that it was shown for.
  const named = (answer: string) => `${answer}:${asked.digest.slice(0, 8)}`;
  return [
    {
      label: isCommit ? "Approve & commit" : "Approve",
      description: isCommit ? "Commit exactly what is shown" : "Do exactly what is shown",
      identifier: named("approve"),
    },
    ...(isCommit
      ? [
          {
            label: "Open pull request",
            description: "Put it on a branch of its own",
            identifier: named("open_pr"),
          },
        ]
      : []),
    { label: "Dismiss", description: "Change nothing", identifier: named("dismiss") },
  ];
}
