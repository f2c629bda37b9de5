import type { Approval } from "#agents-schema/approval.ts";
import { formatCost } from "./format-cost.ts";
import { formatElapsed } from "./format-elapsed.ts";
import { code, link, paragraphs, words } from "./markdown.ts";
import { person } from "./person.ts";
import type { EffectView, Links, RunView, StepView } from "./run-view.ts";

/** GitHub takes 65,536 characters; the rest is for the marker and for whoever counts differently. */
const maxComment = 60_000;

/** Runs with details; older ones are one line each. */
const detailedRuns = 8;

/**
 * The one comment of a pull request, edited in place: a section for each agent's run, newest first. It
 * mentions nobody. `mention` is the name that commands begin with, such as `@buster`.
 */
export function trackingComment(
  runs: readonly { view: RunView; links: Links }[],
  mention: string,
): string {
  const sections = runs.map(({ view, links }, index) =>
    index < detailedRuns ? section(view, links, mention) : title(view, links),
  );
  const all = [
    ...sections,
    `<sub>${code(`${mention} help`, 60)} lists what can be asked here.</sub>`,
  ];
  return cutInTheMiddle(all.join("\n\n"));
}

function section(view: RunView, links: Links, mention: string): string {
  const { approvals, effects } = view;
  const parts = [
    title(view, links),
    view.isOver ? "" : checklist(view),
    effects.length > 0 ? effects.map(effectLine).join("\n") : "",
    ...approvals
      .filter(({ state }) => state === "pending")
      .map((approval) => howToAnswer(approval, mention)),
    reasonOf(view),
    footer(view),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function title(view: RunView, links: Links): string {
  return `**${words(view.agent, 100)}** · ${words(view.words, 40)} · ${link(links.run, "run")}`;
}

const boxes: Record<StepView["mark"], (text: string) => string> = {
  done: (text) => `- [x] ${text}`,
  active: (text) => `- [ ] _${text}_ …`,
  failed: (text) => `- [x] ${text} (did not work)`,
};

function checklist({ steps, hiddenSteps }: RunView): string {
  const lines = steps.map(({ mark, text }) => boxes[mark](words(text, 200)));
  return [...(hiddenSteps > 0 ? [`… ${hiddenSteps} earlier steps`, ""] : []), ...lines].join("\n");
}

function effectLine({ title, outcome, url }: EffectView): string {
  return `- ${words(title, 200)}: ${url === null ? words(outcome, 500) : link(url, outcome)}`;
}

function howToAnswer(approval: Approval, mention: string): string {
  const digest = approval.digest.slice(0, 12);
  const who =
    approval.approvers.length === 0
      ? "anyone who may write to this repository"
      : approval.approvers
          .slice(0, 10)
          .map((approver) => code(approver, 100))
          .join(", ");
  return [
    `**Waits for approval** of exactly what is proposed, ${code(`${digest} @ ${approval.headSha.slice(0, 7)}`, 40)}, until ${words(approval.expiresAt.slice(0, 16).replace("T", " "), 20)} UTC.`,
    `Answer ${code(`${mention} approve ${digest}`, 100)} or ${code(`${mention} reject ${digest}`, 100)}, or use the buttons of the check. May approve: ${who}${approval.allowSelf ? "" : ", except whoever asked"}${approval.count > 1 ? ` (${approval.votes.length} of ${approval.count} so far)` : ""}.`,
  ].join("  \n");
}

/** Why it ended as it did, where the effects do not already say it. */
function reasonOf(view: RunView): string {
  const isTold =
    view.state === "succeeded" && view.effects.some(({ state }) => state === "confirmed");
  if (view.reason === null || isTold) return "";
  return paragraphs(view.reason, 2000);
}

function footer(view: RunView): string {
  const made = view.isOffline
    ? "made by the offline model: recipes and measurements, no language model"
    : view.model === null
      ? ""
      : code(view.model, 60);
  const facts = [
    formatElapsed(view.elapsedMs),
    words(formatCost(view.cost.usd), 20),
    view.facts > 0 ? `${view.facts} facts measured` : "",
    made,
    code(view.runId, 60),
    `asked for by ${person(view.requestedBy, "github")}: ${words(view.because, 300)}`,
  ];
  return `<sub>${facts.filter((fact) => fact !== "").join(" · ")}</sub>`;
}

function cutInTheMiddle(body: string): string {
  if (body.length <= maxComment) return body;
  const note = "\n\n… shortened here; the run pages show everything …\n\n";
  const half = (maxComment - note.length) / 2;
  const head = body.slice(0, body.lastIndexOf("\n", half));
  const tail = body.slice(body.indexOf("\n", body.length - half));
  return `${head}${note}${tail}`;
}
