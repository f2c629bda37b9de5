import { z } from "zod";
import type { Effect } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";
import { collectChanges } from "./collect-changes.ts";
import { defineTool } from "./define-tool.ts";
import { proposeEffect } from "./propose-effect.ts";

export const proposeCommit = defineTool({
  name: "propose_commit",
  description:
    "Proposes every change in the workspace as one commit on the pull request's branch (or as a new pull request, where the agent's trigger says so).",
  input: {
    headline: z.string().trim().min(1).max(72).describe("Imperative, such as: Document fct_orders"),
    body: z.string().trim().max(6_000).default("").describe("Why, and what was measured"),
  },
  async use(world, { headline, body }) {
    const step = "Proposing a commit";
    const collected = await collectChanges(world);
    if (collected.kind !== "changes") {
      return { outcome: collected.kind, text: collected.reason, step };
    }
    const content = { headline, body, changes: [...collected.changes] };
    const effect: Effect = opensPullRequest(world.run)
      ? { kind: "pull_request", title: headline, body, commits: [content] }
      : { kind: "commit", ...content };
    return proposeEffect(world, effect, `${step} of ${content.changes.length} file(s)`);
  },
});

/**
 * `auto_commit: false` asks for a branch of its own; `true` or silence for the pull request's. Without a
 * pull request there is only a branch of its own.
 */
function opensPullRequest(run: Run): boolean {
  return run.pullRequest === null || run.autoCommit === false;
}
