import { describe, expect, test } from "vitest";
import { aCommit, aPullRequest } from "./github-builders.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

export function describeCommits(subject: () => GitHubUnderTest): void {
  describe("commits", () => {
    test("a commit adds, changes and deletes files, and names its effect", async () => {
      const { github, world } = subject();
      const { branch, headSha } = await aPullRequest(subject());
      const order = aCommit(
        subject(),
        { branch, expectedHead: headSha },
        {
          changes: [
            { path: "a/new.sql", status: "added", content: "select '\u00e9'\n", before: null },
            {
              path: "models/orders.sql",
              status: "modified",
              content: "select 1\n",
              before: "old",
            },
            { path: "models/old.sql", status: "deleted", content: null, before: "old" },
          ],
        },
      );

      const receipt = await github.commit(order);

      const [commit, parent] = await world.commits(branch);
      expect(commit?.sha).toBe(receipt.externalId);
      expect(receipt.url).toContain(receipt.externalId);
      expect(parent?.sha).toBe(headSha);
      expect(commit?.message.trim()).toBe(
        `docs: describe margin\n\nDescribes one column.\n\nBuster-Run: run-1\nBuster-Effect: ${order.effectId}`,
      );
      expect(await world.file(branch, "a/new.sql")).toBe("select '\u00e9'\n");
      expect(await world.file(branch, "models/orders.sql")).toBe("select 1\n");
      expect(await world.file(branch, "models/old.sql")).toBeUndefined();
    });

    test("a head that has moved is stale, and nothing is committed", async () => {
      const { github, world } = subject();
      const { branch, headSha } = await aPullRequest(subject());
      const pushed = await world.push({ user: "ada", branch, files: { "x.sql": "select 1\n" } });

      const asked = github.commit(aCommit(subject(), { branch, expectedHead: headSha }));

      await expect(asked).rejects.toMatchObject({
        code: "stale",
        message: expect.stringMatching(/^committing to .* in acme\/shop: the branch has moved on/),
      });
      expect((await world.commits(branch))[0]?.sha).toBe(pushed);
    });

    test("a branch that is gone is stale", async () => {
      const { github } = subject();
      const { headSha } = await aPullRequest(subject());

      const asked = github.commit(aCommit(subject(), { branch: "gone", expectedHead: headSha }));

      await expect(asked).rejects.toMatchObject({ code: "stale" });
    });

    test("an answer that got lost ends in one commit", async () => {
      const { github, world } = subject();
      const { branch, headSha } = await aPullRequest(subject());
      const order = aCommit(subject(), { branch, expectedHead: headSha });
      const before = (await world.commits(branch)).length;
      world.failNext("POST /graphql#createCommitOnBranch", { kind: "drop-after" });

      await expect(github.commit(order)).rejects.toMatchObject({ code: "ambiguous" });
      const receipt = await github.commit(order);

      const commits = await world.commits(branch);
      expect(commits).toHaveLength(before + 1);
      expect(commits[0]?.sha).toBe(receipt.externalId);
    });

    test("a lost answer is found although somebody pushed on top of it", async () => {
      const { github, world } = subject();
      const { branch, headSha } = await aPullRequest(subject());
      const order = aCommit(subject(), { branch, expectedHead: headSha });
      world.failNext("POST /graphql#createCommitOnBranch", { kind: "drop-after" });
      await expect(github.commit(order)).rejects.toMatchObject({ code: "ambiguous" });
      const made = (await world.commits(branch))[0]?.sha;
      await world.push({ user: "ada", branch, files: { "y.sql": "select 1\n" } });

      const receipt = await github.commit(order);

      expect(receipt.externalId).toBe(made);
    });

    test("another effect's commit is not taken for this one's", async () => {
      const { github, world } = subject();
      const { branch, headSha } = await aPullRequest(subject());
      await github.commit(aCommit(subject(), { branch, expectedHead: headSha }));
      const before = (await world.commits(branch)).length;

      const asked = github.commit(aCommit(subject(), { branch, expectedHead: headSha }));

      await expect(asked).rejects.toMatchObject({ code: "stale" });
      expect(await world.commits(branch)).toHaveLength(before);
    });

    test("a person who copies the trailer onto another parent does not pass for us", async () => {
      const { github, world } = subject();
      const { branch, headSha } = await aPullRequest(subject());
      const order = aCommit(subject(), { branch, expectedHead: headSha });
      await world.push({ user: "ada", branch, files: { "z.sql": "select 1\n" } });
      await world.push({
        user: "ada",
        branch,
        files: { "z.sql": "select 2\n" },
        message: `mine\n\nBuster-Effect: ${order.effectId}`,
      });

      await expect(github.commit(order)).rejects.toMatchObject({ code: "stale" });
    });

    test("a protected branch is refused for good", async () => {
      const { github, world } = subject();
      const { branch, headSha } = await aPullRequest(subject());
      await world.protectBranch(branch);

      const asked = github.commit(aCommit(subject(), { branch, expectedHead: headSha }));

      await expect(asked).rejects.toMatchObject({ code: "permanent" });
    });
  });
}
