import { describe, expect, test } from "vitest";
import { aCheck, annotations, aPullRequest } from "./github-builders.ts";
import type { GitHubUnderTest } from "./github-under-test.ts";

export function describeChecks(subject: () => GitHubUnderTest): void {
  const annotationsOf = async (id: string): Promise<{ title: string }[]> => {
    const { world, repository } = subject();
    const read = (page: number) =>
      world.api<{ title: string }[]>(
        "mia",
        "GET",
        `/repos/${repository.fullName}/check-runs/${id}/annotations?per_page=100&page=${page}`,
      );
    return [...(await read(1)), ...(await read(2))];
  };

  describe("checks", () => {
    test("a check is created, and then the same one is updated", async () => {
      const { github, world, repository } = subject();
      const { headSha } = await aPullRequest(subject());
      const check = aCheck(headSha, {
        actions: [{ label: "Stop", description: "Stop this agent", identifier: "stop" }],
      });

      const id = await github.upsertCheck(repository, null, check);
      const again = await github.upsertCheck(repository, id, {
        ...check,
        status: "completed",
        conclusion: "neutral",
        title: "2 findings",
        actions: [],
      });

      expect(again).toBe(id);
      expect(await world.checks(headSha)).toMatchObject([
        {
          name: "buster / docs",
          external_id: check.externalId,
          status: "completed",
          conclusion: "neutral",
          output: { title: "2 findings" },
        },
      ]);
    });

    test("a check whose id was lost is found by its external id, among others", async () => {
      const { github, world, repository } = subject();
      const { headSha } = await aPullRequest(subject());
      const check = aCheck(headSha);
      const other = await github.upsertCheck(repository, null, aCheck(headSha));
      const id = await github.upsertCheck(repository, null, check);
      await github.upsertCheck(repository, null, aCheck(headSha, { name: "buster / review" }));

      const found = await github.upsertCheck(repository, null, { ...check, title: "Done" });

      expect(found).toBe(id);
      expect(found).not.toBe(other);
      expect(await world.checks(headSha)).toHaveLength(3);
    });

    test("a known check that is gone is created anew", async () => {
      const { github, world, repository } = subject();
      const { headSha } = await aPullRequest(subject());

      await github.upsertCheck(repository, "987654", aCheck(headSha));

      expect(await world.checks(headSha)).toHaveLength(1);
    });

    test("120 annotations arrive in portions, each once, however often they are shown", async () => {
      const { github, repository } = subject();
      const { headSha } = await aPullRequest(subject());
      const check = aCheck(headSha, { annotations: annotations(120) });

      const id = await github.upsertCheck(repository, null, check);
      await github.upsertCheck(repository, id, check);
      await github.upsertCheck(repository, null, {
        ...check,
        annotations: [...check.annotations, ...annotations(121).slice(120)],
      });

      const titles = (await annotationsOf(id)).map(({ title }) => title);
      expect(titles.sort()).toEqual(
        annotations(121)
          .map(({ title }) => title)
          .sort(),
      );
    });

    test("portions that broke off are taken up where they stopped", async () => {
      const { github, world, repository } = subject();
      const { headSha } = await aPullRequest(subject());
      const check = aCheck(headSha, { annotations: annotations(120) });
      world.failNext("PATCH /check-runs", { kind: "drop-after" });

      const broken = github.upsertCheck(repository, null, check);
      await expect(broken).rejects.toMatchObject({ code: "ambiguous" });
      const id = await github.upsertCheck(repository, null, check);

      expect(await annotationsOf(id)).toHaveLength(120);
      expect(await world.checks(headSha)).toHaveLength(1);
    });

    test("an answer that got lost does not make a second check", async () => {
      const { github, world, repository } = subject();
      const { headSha } = await aPullRequest(subject());
      const check = aCheck(headSha);
      world.failNext("POST /check-runs", { kind: "drop-after" });

      const lost = github.upsertCheck(repository, null, check);
      await expect(lost).rejects.toMatchObject({ code: "ambiguous" });
      await github.upsertCheck(repository, null, check);

      expect(await world.checks(headSha)).toHaveLength(1);
    });

    test("what is longer than GitHub takes is cut, not refused", async () => {
      const { github, world, repository } = subject();
      const { headSha } = await aPullRequest(subject());
      const long = "\u{1F6B2}".repeat(50_000);
      const action = { label: long, description: long, identifier: long };

      await github.upsertCheck(
        repository,
        null,
        aCheck(headSha, {
          title: long,
          summary: long,
          annotations: [
            { path: "a.sql", line: 1, level: "failure", title: long, message: long },
            { path: "a.sql", line: 2, level: "notice", title: "", message: "" },
          ],
          actions: [action, action, action, action],
        }),
      );

      expect(await world.checks(headSha)).toHaveLength(1);
    });

    test("a head that is not there is refused, and the message says what was being done", async () => {
      const { github, repository } = subject();

      const asked = github.upsertCheck(repository, null, aCheck("0".repeat(40)));

      await expect(asked).rejects.toMatchObject({
        code: "stale",
        message: expect.stringMatching(/^looking for the check buster \/ docs in acme\/shop: /),
      });
    });
  });
}
