import { describe, expect, test } from "vitest";
import { anId, aPullRequest } from "./github-builders.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

export function describeTrouble(subject: () => GitHubUnderTest): void {
  const comment = (number: number, marker = `buster:effect:${anId()}`) =>
    subject().github.upsertComment(subject().repository, number, null, marker, "hello");

  describe("trouble", () => {
    test.each(["rate-limit", "secondary-rate-limit"] as const)(
      "after a %s nobody is asked until it is over",
      async (kind) => {
        const { github, world, repository, passSeconds } = subject();
        const { number } = await aPullRequest(subject());
        world.failNext("POST /comments", { kind, retryAfterSeconds: 90 });

        await expect(comment(number)).rejects.toMatchObject({ code: "retry" });
        const asked = world.log.length;
        const early = github.defaultBranch(repository);
        await expect(early).rejects.toMatchObject({
          code: "retry",
          message: expect.stringMatching(/asks to wait \d+ s$/),
        });
        expect(world.log.length).toBe(asked);

        passSeconds(91);
        await comment(number);
        expect(await world.comments(number)).toHaveLength(1);
      },
    );

    test("a write that GitHub fumbled may have happened", async () => {
      const { world } = subject();
      const { number } = await aPullRequest(subject());
      world.failNext("POST /comments", { kind: "status", status: 502 });

      await expect(comment(number)).rejects.toMatchObject({
        code: "ambiguous",
        message: expect.stringMatching(/^commenting on #\d+ in acme\/shop: GitHub answered 502/),
      });
    });

    test("a read that GitHub fumbled has not", async () => {
      const { github, world, repository } = subject();
      world.failNext("GET /repos/acme/shop", { kind: "status", status: 503 });

      await expect(github.defaultBranch(repository)).rejects.toMatchObject({ code: "retry" });
    });

    test.each([
      ["GET /comments", "retry"],
      ["POST /comments", "ambiguous"],
    ])("a connection that ends during %s: %s", async (call, code) => {
      const { world } = subject();
      const { number } = await aPullRequest(subject());
      world.failNext(call, { kind: "drop-before" });

      await expect(comment(number)).rejects.toMatchObject({ code });
    });

    test("a token that GitHub takes back early is replaced", async () => {
      const { github, world, repository } = subject();
      world.failNext("GET /repos/acme/shop", { kind: "status", status: 401 });

      expect(await github.defaultBranch(repository)).toBe("main");
    });

    test("writes are made one after the other", async () => {
      const { world } = subject();
      const { number } = await aPullRequest(subject());
      const markers = Array.from({ length: 5 }, (_, index) => `buster:effect:${index}`);

      await Promise.all(markers.map((marker) => comment(number, marker)));

      expect(await world.comments(number)).toHaveLength(5);
    });

    test("a pull request that is not there is stale for whoever writes", async () => {
      await expect(comment(987_654)).rejects.toMatchObject({ code: "stale" });
    });
  });
}
