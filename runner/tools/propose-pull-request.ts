import { z } from "zod";
import { collectChanges } from "./collect-changes.ts";
import { defineTool } from "./define-tool.ts";
import { groupCommits } from "./group-commits.ts";
import { proposeEffect } from "./propose-effect.ts";

export const proposePullRequest = defineTool({
  name: "propose_pull_request",
  description:
    "Proposes every change in the workspace as a new pull request, with one commit for each folder that it changes. For a few files of one kind propose_commit is enough.",
  input: {
    title: z.string().trim().min(1).max(200).describe("Imperative, such as: Document the project"),
    body: z.string().trim().max(50_000).default("").describe("In Markdown: what and why"),
  },
  async use(world, { title, body }) {
    const step = "Proposing a pull request";
    const collected = await collectChanges(world);
    if (collected.kind !== "changes") {
      return { outcome: collected.kind, text: collected.reason, step };
    }
    const { commits, leftOut } = groupCommits(collected.changes);
    if (commits.length === 0) {
      const text = `there is too much for one pull request in each of: ${leftOut.join(", ")}`;
      return { outcome: "refused", text, step };
    }
    const rest =
      leftOut.length === 0
        ? ""
        : `\n\nThere was no room here for ${leftOut.slice(0, 50).join(", ")}: run it again once this is merged.`;
    return proposeEffect(
      world,
      { kind: "pull_request", title, body: `${body}${rest}`, commits },
      `${step} of ${commits.length} commit(s)`,
    );
  },
});
