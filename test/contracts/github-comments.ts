import { describe, expect, test } from "vitest";
import { anId, aPullRequest } from "./github-builders.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

export function describeComments(subject: () => GitHubUnderTest): void {
  describe("comments", () => {
    test("a comment is created with its marker first, and then edited in place", async () => {
      const { github, world, repository } = subject();
      const { number } = await aPullRequest(subject());

      const made = await github.upsertComment(repository, number, null, "buster:t", "one");
      const edited = await github.upsertComment(repository, number, made.id, "buster:t", "two");

      expect(edited.id).toBe(made.id);
      expect(made.url).toMatch(/#issuecomment-/);
      expect((await world.comments(number)).map(({ body }) => body)).toEqual([
        "<!-- buster:t -->\ntwo",
      ]);
    });

    test("a comment whose id was lost is found by its marker, far down the page", async () => {
      const { github, world, repository } = subject();
      const { number } = await aPullRequest(subject());
      for (let index = 0; index < 101; index++) {
        await world.comment({ user: "ada", number, body: `talk ${index}` });
      }
      const made = await github.upsertComment(repository, number, null, "buster:late", "one");
      await github.upsertComment(repository, number, null, "buster:other", "other");

      const found = await github.upsertComment(repository, number, null, "buster:late", "two");

      expect(found.id).toBe(made.id);
    });

    test("a comment that somebody deleted comes again", async () => {
      const { github, world, repository } = subject();
      const { number } = await aPullRequest(subject());
      const made = await github.upsertComment(repository, number, null, "buster:t", "one");
      const path = `/repos/${repository.fullName}/issues/comments/${made.id}`;
      await world.api("mia", "DELETE", path);

      const again = await github.upsertComment(repository, number, made.id, "buster:t", "two");

      expect(again.id).not.toBe(made.id);
      expect(await world.comments(number)).toHaveLength(1);
    });

    test("a person's comment with our marker is left alone", async () => {
      const { github, world, repository } = subject();
      const { number } = await aPullRequest(subject());
      await world.comment({ user: "ada", number, body: "<!-- buster:t -->\nmine" });

      await github.upsertComment(repository, number, null, "buster:t", "ours");

      expect((await world.comments(number)).map(({ body }) => body)).toEqual([
        "<!-- buster:t -->\nmine",
        "<!-- buster:t -->\nours",
      ]);
    });

    test("a marker that an agent wrote into a comment of ours is not the comment's", async () => {
      const { github, world, repository } = subject();
      const { number } = await aPullRequest(subject());
      const quoting = "look: <!-- buster:t -->";
      await github.upsertComment(repository, number, null, "buster:effect:1", quoting);

      await github.upsertComment(repository, number, null, "buster:t", "ours");

      expect(await world.comments(number)).toHaveLength(2);
    });

    test("an answer that got lost does not make a second comment", async () => {
      const { github, world, repository } = subject();
      const { number } = await aPullRequest(subject());
      const marker = `buster:effect:${anId()}`;
      world.failNext("POST /comments", { kind: "drop-after" });

      const lost = github.upsertComment(repository, number, null, marker, "once");
      await expect(lost).rejects.toMatchObject({ code: "ambiguous" });
      await github.upsertComment(repository, number, null, marker, "once");

      expect(await world.comments(number)).toHaveLength(1);
    });

    test("a body that is too long is cut", async () => {
      const { github, world, repository } = subject();
      const { number } = await aPullRequest(subject());

      await github.upsertComment(repository, number, null, "buster:t", "\u{1F6B2}".repeat(70_000));

      const [comment] = await world.comments(number);
      expect(comment?.body.length).toBeLessThanOrEqual(65_536);
      expect(comment?.body).toMatch(/… shortened …$/);
    });

    test("a reaction made twice is there once", async () => {
      const { github, world, repository } = subject();
      const { number } = await aPullRequest(subject());
      const { id } = await world.comment({ user: "ada", number, body: "@buster help" });

      await github.react(repository, id, "eyes");
      await github.react(repository, id, "eyes");

      const path = `/repos/${repository.fullName}/issues/comments/${id}/reactions`;
      expect(await world.api("ada", "GET", path)).toMatchObject([{ content: "eyes" }]);
    });

    test("a reaction to a comment that is gone is stale", async () => {
      const { github, repository } = subject();

      await expect(github.react(repository, 987_654, "eyes")).rejects.toMatchObject({
        code: "stale",
      });
    });
  });
}
