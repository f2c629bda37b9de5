import { afterAll, beforeAll, expect, test } from "vitest";
import { docsAgent, onlyAgents } from "./agents.ts";
import { openStory, people, type Story, until } from "./open-story.ts";

const model = "models/marts/fct_orders.sql";

async function open(story: Story, title: string) {
  const sql = (await story.github.file("main", model)) ?? "";
  return story.github.openPullRequest({
    user: people.mia.github,
    title,
    files: { [model]: `${sql.trimEnd()}\n-- ${title}\n` },
  });
}

let story: Story;
beforeAll(async () => {
  story = await openStory({
    slackMode: "http",
    files: onlyAgents({
      "docs-updater": docsAgent({ autoCommit: true }),
      "docs-opener": docsAgent({ autoCommit: false }).replace("docs-updater", "docs-opener"),
    }),
  });
});
afterAll(() => story.close());

test("auto_commit: true commits onto the branch at once; on its own commit it starts no more, but is shown", async () => {
  const pull = await open(story, "Straight");

  await story.check("docs-updater", pull.headSha, { conclusion: "success" });

  const [commit, before] = await story.github.commits("straight");
  expect(before?.sha).toBe(pull.headSha);
  expect(commit?.author.name).toBe("buster[bot]");
  const carried = await story.check("docs-updater", commit?.sha ?? "", { conclusion: "success" });
  expect(carried.output.title).toMatch(/^Carried over/);
});

test("auto_commit: false opens a pull request of its own", async () => {
  const pull = await open(story, "Beside");

  const opened = await until("the new pull request", async () =>
    (await story.github.pullRequests()).find(({ base }) => base.ref === "beside"),
  );

  expect(opened.head.ref).toMatch(/^buster\/docs-opener\//);
  // The other agent's commit may have cut it off; then it runs again on that.
  await until("the check of docs-opener", async () => {
    const [head] = await story.github.commits("beside");
    const checks = await Promise.all(
      [pull.headSha, head?.sha ?? ""].map((sha) => story.github.checks(sha)),
    );
    return checks
      .flat()
      .find((one) => one.name === "buster / docs-opener" && one.conclusion === "success");
  });
});
