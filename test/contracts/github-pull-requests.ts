import { describe, expect, test } from "vitest";
import type { GitHub } from "#bot/ports.ts";
import { anId, aPullRequest } from "./github-builders.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

export function describePullRequests(subject: () => GitHubUnderTest): void {
  const anOrder = async (): Promise<Parameters<GitHub["openPullRequest"]>[0]> => {
    const { branch, headSha } = await aPullRequest(subject());
    return {
      repository: subject().repository,
      base: branch,
      branch: `buster/docs/${anId()}`,
      fromSha: headSha,
      effectId: `run-${anId()}-e1`,
      headline: "docs: describe margin",
      title: "Describe margin",
      body: "Describes one column.",
      changes: [
        { path: "models/orders.yml", status: "added", content: "version: 2\n", before: null },
      ],
    };
  };

  const openedFrom = async (branch: string) =>
    (await subject().world.pullRequests()).filter(({ head }) => head.ref === branch);

  describe("pull requests", () => {
    test("a branch, a commit and a pull request are made", async () => {
      const { github, world } = subject();
      const order = await anOrder();

      const receipt = await github.openPullRequest(order);

      const [opened] = await openedFrom(order.branch);
      expect(String(opened?.number)).toBe(receipt.externalId);
      expect(opened).toMatchObject({
        title: "Describe margin",
        base: { ref: order.base },
        body: `<!-- buster:effect:${order.effectId} -->\nDescribes one column.`,
      });
      const [commit, parent] = await world.commits(order.branch);
      expect(commit?.message).toContain(`Buster-Effect: ${order.effectId}`);
      expect(parent?.sha).toBe(order.fromSha);
      expect(await world.file(order.branch, "models/orders.yml")).toBe("version: 2\n");
    });

    test.each([
      ["the branch", "POST /git/refs"],
      ["the commit", "POST /graphql#createCommitOnBranch"],
      ["the pull request", "POST /pulls"],
    ])("an answer about %s that got lost ends in one pull request", async (_what, call) => {
      const { github, world } = subject();
      const order = await anOrder();
      world.failNext(call, { kind: "drop-after" });

      await expect(github.openPullRequest(order)).rejects.toMatchObject({ code: "ambiguous" });
      const receipt = await github.openPullRequest(order);
      const again = await github.openPullRequest(order);

      expect(again.externalId).toBe(receipt.externalId);
      expect(await openedFrom(order.branch)).toHaveLength(1);
      const ours = (await world.commits(order.branch)).filter(({ message }) =>
        message.includes(order.effectId),
      );
      expect(ours).toHaveLength(1);
    });

    test("a pull request that a person closed is not opened again", async () => {
      const { github, world } = subject();
      const order = await anOrder();
      const receipt = await github.openPullRequest(order);
      await world.closePullRequest({ user: "ada", number: Number(receipt.externalId) });

      const again = await github.openPullRequest(order);

      expect(again.externalId).toBe(receipt.externalId);
    });

    test("a branch of that name with other commits is left alone", async () => {
      const { github, world } = subject();
      const order = await anOrder();
      await world.push({ user: "ada", branch: order.branch, files: { "a.sql": "select 1\n" } });
      const before = await world.commits(order.branch);

      await expect(github.openPullRequest(order)).rejects.toMatchObject({ code: "stale" });

      expect(await world.commits(order.branch)).toEqual(before);
      expect(await openedFrom(order.branch)).toHaveLength(0);
    });
  });
}
