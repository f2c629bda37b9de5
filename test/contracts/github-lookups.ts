import { describe, expect, test } from "vitest";
import { aPullRequest } from "./github-builders.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

export function describeLookups(subject: () => GitHubUnderTest): void {
  describe("looking things up", () => {
    test("a pull request is told as it is now", async () => {
      const { github, world, repository } = subject();
      const { number, branch } = await aPullRequest(subject());
      await world.label({ user: "ada", number, label: "docs" });
      const pushed = await world.push({ user: "ada", branch, files: { "more.sql": "select 1\n" } });

      const facts = await github.pullRequest(repository, number);

      expect(facts).toMatchObject({
        number,
        title: "Add margins",
        author: "ada",
        draft: false,
        labels: ["docs"],
        baseRef: "main",
        headRef: branch,
        headSha: pushed,
        headRepository: repository.fullName,
        state: "open",
      });
    });

    test("a pull request from a fork says where its head is", async () => {
      const { github, world, repository } = subject();
      const { number } = await world.openForkPullRequest({
        user: "eve",
        title: "From outside",
        files: { "outside.sql": "select 1\n" },
        repository: "site",
      });

      const facts = await github.pullRequest({ ...repository, fullName: "acme/site" }, number);

      expect(facts).toMatchObject({ author: "eve", headRepository: "eve/site" });
    });

    test("a pull request that is not there is undefined", async () => {
      const { github, repository } = subject();

      expect(await github.pullRequest(repository, 987_654)).toBeUndefined();
    });

    test.each([
      ["mia", "admin"],
      ["ada", "write"],
      ["rex", "read"],
      ["eve", "none"],
      ["nobody-at-all", "none"],
      ["../../user", "none"],
      ["", "none"],
    ])("permission of %j is %s", async (login, permission) => {
      const { github, repository } = subject();

      expect(await github.permission(repository, login)).toBe(permission);
    });

    test("whoever asks about a permission that cannot be found out is told none", async () => {
      const { github, world, repository } = subject();
      world.failNext("GET /permission", { kind: "status", status: 500 });

      expect(await github.permission(repository, "mia")).toBe("none");
    });

    test.each([
      ["acme/data", "mia", true],
      ["acme/data", "ada", false],
      ["acme/nothing", "mia", false],
      ["data", "mia", false],
      ["acme/../orgs", "mia", false],
    ])("in team %j is %j: %s", async (team, login, isMember) => {
      const { github, repository } = subject();

      expect(await github.isTeamMember(repository, team, login)).toBe(isMember);
    });

    test("a membership that cannot be found out is none", async () => {
      const { github, world, repository } = subject();
      world.failNext("GET /memberships", { kind: "status", status: 502 });

      expect(await github.isTeamMember(repository, "acme/data", "mia")).toBe(false);
    });

    test("the default branch", async () => {
      const { github, repository } = subject();

      expect(await github.defaultBranch(repository)).toBe("main");
    });

    test.each([
      ["models/orders.sql", true],
      ["buster.yml", false],
      ["no/such/file.yml", false],
    ])("whether the default branch has a file: %s %s", async (path, isThere) => {
      const { github, repository } = subject();

      expect(await github.hasFile(repository, path)).toBe(isThere);
    });

    test("whether there is a file is not guessed when GitHub cannot be asked", async () => {
      const { github, world, repository } = subject();
      world.failNext("GET /contents", { kind: "status", status: 502 });

      await expect(github.hasFile(repository, "buster.yml")).rejects.toMatchObject({
        code: "retry",
      });
    });

    test("a repository whose name is none is refused before anybody is asked", async () => {
      const { github, world, repository } = subject();
      const before = world.log.length;

      const asked = github.defaultBranch({ ...repository, fullName: "acme/.." });

      await expect(asked).rejects.toMatchObject({ code: "permanent" });
      expect(world.log.length).toBe(before);
    });
  });
}
