import { z } from "zod";
import type { Effect, FileChange } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";
import type { HandsFile } from "../ports.ts";
import { defineTool } from "./define-tool.ts";
import { proposeEffect } from "./propose-effect.ts";
import { refusePath } from "./refuse-path.ts";

export const proposeCommit = defineTool({
  name: "propose_commit",
  description:
    "Proposes every change in the workspace as one commit on the pull request's branch (or as a new pull request, where the agent's trigger says so).",
  input: {
    headline: z.string().trim().min(1).max(72).describe("Imperative, such as: Document fct_orders"),
    body: z.string().trim().max(6_000).default("").describe("Why, and what was measured"),
  },
  async use(world, { headline, body }) {
    const { run, hands, repository } = world;
    const step = "Proposing a commit";
    const diff = await hands.diff();
    if (!diff.ok)
      return { outcome: "failed", text: `comparing the workspace: ${diff.reason}`, step };
    if (diff.value.length === 0) {
      return { outcome: "empty", text: "nothing in the workspace differs from the commit", step };
    }
    const refusals = diff.value.flatMap((file) => refuse(run, file));
    if (refusals.length > 0) {
      const text = `these changes may not be proposed; undo them first:\n${refusals.join("\n")}`;
      return { outcome: "refused", text, step };
    }

    const before = await repository.readFiles(
      run.headSha,
      diff.value.filter(({ status }) => status !== "added").map(({ path }) => path),
    );
    const changes: FileChange[] = diff.value.map((file) => ({
      ...file,
      before: before.get(file.path) ?? null,
    }));
    const content = { headline, body, changes };
    const effect: Effect = opensPullRequest(run)
      ? { kind: "pull_request", title: headline, body, commits: [content] }
      : { kind: "commit", ...content };
    return proposeEffect(world, effect, `${step} of ${changes.length} file(s)`);
  },
});

function refuse(run: Run, { path, status }: HandsFile): string[] {
  const action = { added: "create", modified: "modify", deleted: "delete" } as const;
  const reason = refusePath(run.agent, path, action[status]);
  return reason === undefined ? [] : [reason];
}

/**
 * `auto_commit: false` asks for a branch of its own; `true` or silence for the pull request's. Without a
 * pull request there is only a branch of its own.
 */
function opensPullRequest(run: Run): boolean {
  return run.pullRequest === null || run.autoCommit === false;
}
