import type { Effect, EffectKind } from "#agents-schema/effect.ts";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import type { EffectView } from "./run-view.ts";

/** What was done, once the world has confirmed it. */
const done: Record<EffectKind, (externalId: string) => string> = {
  commit: (sha) => `committed ${sha.slice(0, 7)}`,
  pull_request: (number) => `opened pull request #${number}`,
  comment: () => "commented",
  review: () => "posted a review",
};

/** An effect as people see it: its title and what happened to it. */
export function viewEffect(stored: StoredEffect): EffectView {
  const { effect } = stored;
  return {
    id: stored.id,
    kind: effect.kind,
    title: titleOf(effect),
    state: stored.state,
    outcome: outcomeOf(stored),
    url: stored.receipt?.url ?? null,
  };
}

function titleOf(effect: Effect): string {
  switch (effect.kind) {
    case "commit":
      return effect.headline;
    case "pull_request":
      return effect.title;
    case "comment":
      return effect.body.split("\n", 1)[0] ?? "";
    case "review":
      return effect.findings.length === 1 ? "1 finding" : `${effect.findings.length} findings`;
  }
}

function outcomeOf({ effect, state, reason, receipt, verdict }: StoredEffect): string {
  switch (state) {
    case "proposed":
      return "proposed";
    case "awaiting_approval":
      return "waits for approval";
    case "approved":
      return reason === null ? "approved" : `trying again: ${reason}`;
    case "sending":
      return "being applied";
    case "ambiguous":
      return "being looked for: nobody heard whether it was done";
    case "confirmed":
      // An approver may have chosen a pull request instead of the commit.
      return /^\d{1,9}$/.test(receipt?.externalId ?? "") && effect.kind === "commit"
        ? done.pull_request(receipt?.externalId ?? "")
        : done[effect.kind](receipt?.externalId ?? "");
    case "failed":
      return `failed: ${reason ?? "unknown"}`;
    case "cancelled":
      return `not done: ${reason ?? "no longer wanted"}`;
    case "refused":
      return `refused: ${reason ?? verdict.reason}`;
  }
}
