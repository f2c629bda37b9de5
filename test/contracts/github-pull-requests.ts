import { describe, expect, test } from "vitest";
import { type GitHub, PlatformFailure } from "#bot/ports.ts";
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
      title: "Describe margin",
      body: "Describes one column.",
      commits: [aContent("models/orders.yml")],
    };
  };

  const aContent = (path: string) => ({
    headline: `docs: describe ${path}`,
    body: "Describes one column.\n\nBuster-Run: run-1",
    changes: [{ path, status: "added" as const, content: "version: 2\n", before: null }],
  });

  const anOrderOfThree = async () => ({
    ...(await anOrder()),
    commits: ["models/a.yml", "models/b.yml", "models/c.yml"].map(aContent),
  });

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

    test("several commits are made in order, each with its own words and mark", async () => {
      const { github, world } = subject();
      const order = await anOrderOfThree();
      const asked: number[] = [];
      const goOn = async () => {
        asked.push((await world.commits(order.branch)).length);
      };

      const receipt = await github.openPullRequest({ ...order, goOn });

      const [third, second, first, base] = await world.commits(order.branch);
      expect(base?.sha).toBe(order.fromSha);
      for (const [index, commit] of [first, second, third].entries()) {
        const path = order.commits[index]?.changes[0]?.path;
        const trailers = `Buster-Run: run-1\nBuster-Effect: ${order.effectId} ${index + 1}/3`;
        expect(commit?.message.trim()).toBe(
          `docs: describe ${path}\n\nDescribes one column.\n\n${trailers}`,
        );
      }
      expect(asked).toHaveLength(2);
      expect((await openedFrom(order.branch)).map(({ number }) => String(number))).toEqual([
        receipt.externalId,
      ]);
    });

    test.each([1, 2, 3])(
      "of three commits the answer about number %i got lost: three are there at the end",
      async (lost) => {
        const { github, world } = subject();
        const order = await anOrderOfThree();
        let made = 0;
        const goOn = async () => {
          made += 1;
          if (made === lost - 1) world.failNext("POST /graphql", { kind: "drop-after" });
        };
        if (lost === 1) world.failNext("POST /graphql", { kind: "drop-after" });

        const broken = github.openPullRequest({ ...order, goOn });
        await expect(broken).rejects.toMatchObject({ code: "ambiguous" });
        await github.openPullRequest(order);
        await github.openPullRequest(order);

        const messages = (await world.commits(order.branch)).map(({ message }) => message);
        const ours = messages.filter((message) => message.includes(order.effectId));
        expect(ours).toHaveLength(3);
        expect(ours[0]).toContain("3/3");
        expect(await openedFrom(order.branch)).toHaveLength(1);
      },
    );

    test.each(["drop-before", "drop-after"] as const)(
      "a process that ends at each call in turn (%s), and goes on, ends in three commits and one pull request",
      async (kind) => {
        const { github, world } = subject();
        const order = await anOrderOfThree();
        const writes = ["POST /git/refs", ...Array(3).fill("POST /graphql"), "POST /pulls"];
        for (const call of writes) {
          world.failNext(call, { kind });
          const attempt = github.openPullRequest(order);
          await expect(attempt).rejects.toMatchObject({ code: "ambiguous" });
        }

        await github.openPullRequest(order);

        const messages = (await world.commits(order.branch)).map(({ message }) => message);
        expect(messages.filter((message) => message.includes(order.effectId))).toHaveLength(3);
        expect(await openedFrom(order.branch)).toHaveLength(1);
      },
    );

    test("between two commits it stops when somebody else is at it", async () => {
      const { github, world } = subject();
      const order = await anOrderOfThree();
      const goOn = async () => {
        throw new PlatformFailure("ambiguous", "somebody else is at it");
      };

      await expect(github.openPullRequest({ ...order, goOn })).rejects.toThrow("somebody else");

      expect(await openedFrom(order.branch)).toHaveLength(0);
      expect((await world.commits(order.branch))[1]?.sha).toBe(order.fromSha);
    });

    test("a person's commit on the branch in between is not built upon", async () => {
      const { github, world } = subject();
      const order = await anOrderOfThree();
      const goOn = async () => {
        await world.push({ user: "ada", branch: order.branch, files: { "x.sql": "select 1\n" } });
      };

      await expect(github.openPullRequest({ ...order, goOn })).rejects.toMatchObject({
        code: "stale",
      });

      expect(await openedFrom(order.branch)).toHaveLength(0);
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
