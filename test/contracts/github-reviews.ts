import { describe, expect, test } from "vitest";
import { aCommit, aFinding, anId, aPullRequest } from "./github-builders.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

export function describeReviews(subject: () => GitHubUnderTest): void {
  const anOrder = async () => {
    const { number, headSha, branch } = await aPullRequest(subject());
    const { repository } = subject();
    const effectId = `run-${anId()}-e1`;
    return { branch, order: { repository, number, headSha, effectId, body: "Looked at it." } };
  };

  describe("reviews", () => {
    test("findings become comments at their lines, in one review that only comments", async () => {
      const { github, world } = subject();
      const { order } = await anOrder();

      const receipt = await github.review({
        ...order,
        findings: [aFinding(), aFinding({ line: 2, title: "id is not tested" })],
      });

      const [review] = await world.reviews(order.number);
      expect(String(review?.id)).toBe(receipt.externalId);
      expect(review).toMatchObject({
        state: "COMMENTED",
        body: `<!-- buster:effect:${order.effectId} -->\nLooked at it.`,
        comments: [
          { path: "models/orders.sql", line: 3 },
          { path: "models/orders.sql", line: 2 },
        ],
      });
      expect(review?.comments[0]?.body).toContain("margin has no description");
    });

    test("a finding outside the diff is told in the body, and the others keep their lines", async () => {
      const { github, world } = subject();
      const { order } = await anOrder();

      await github.review({
        ...order,
        findings: [
          aFinding(),
          aFinding({ line: 4000, title: "a line too far" }),
          aFinding({ path: "models/untouched.sql", title: "another file" }),
        ],
      });

      const [review] = await world.reviews(order.number);
      expect(review?.comments).toHaveLength(1);
      expect(review?.body).toContain("a line too far");
      expect(review?.body).toContain("models/untouched.sql:3");
      expect(review?.body).toContain("another file");
    });

    test("lines that GitHub refuses all the same go into the body", async () => {
      const { github, world } = subject();
      const { order } = await anOrder();
      world.failNext("POST /reviews", { kind: "status", status: 422 });

      await github.review({ ...order, findings: [aFinding()] });

      const [review] = await world.reviews(order.number);
      expect(review?.comments).toHaveLength(0);
      expect(review?.body).toContain("margin has no description");
    });

    test("a review after our own commit moved the head is still posted", async () => {
      const { github, world } = subject();
      const { order, branch } = await anOrder();
      await github.commit(aCommit(subject(), { branch, expectedHead: order.headSha }));

      await github.review({ ...order, findings: [aFinding()] });

      const [review] = await world.reviews(order.number);
      expect(review?.comments).toHaveLength(1);
    });

    test("an answer that got lost does not make a second review", async () => {
      const { github, world } = subject();
      const { order } = await anOrder();
      world.failNext("POST /reviews", { kind: "drop-after" });

      const lost = github.review({ ...order, findings: [aFinding()] });
      await expect(lost).rejects.toMatchObject({ code: "ambiguous" });
      const found = await github.review({ ...order, findings: [aFinding()] });

      const reviews = await world.reviews(order.number);
      expect(reviews).toHaveLength(1);
      expect(String(reviews[0]?.id)).toBe(found.externalId);
    });

    test("a review without findings is words alone", async () => {
      const { github, world } = subject();
      const { order } = await anOrder();

      await github.review({ ...order, findings: [] });

      expect(await world.reviews(order.number)).toMatchObject([{ comments: [] }]);
    });
  });
}
