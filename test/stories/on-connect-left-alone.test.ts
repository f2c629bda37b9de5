import { afterAll, beforeAll, expect, test } from "vitest";
import { onlyAgents } from "./agents.ts";
import { openStory, people, type Story, until } from "./open-story.ts";

let story: Story;
beforeAll(async () => {
  story = await openStory({ files: { ...onlyAgents({}), "buster.yml": null } });
});
afterAll(() => story.close());

test("a repository without buster.yml is left alone", async () => {
  await story.github.install({ user: people.mia.github, action: "created" });
  const delivery = story.github.deliveries.findLast(({ event }) => event === "installation");
  expect(delivery?.status).toBe(202);

  await until("the look at the repository", async () =>
    story.github.log.some(({ path }) => path.endsWith("/contents/buster.yml")) ? true : undefined,
  );
  await story.stopBot();

  await story.readLedger(async ({ runs }) => expect(await runs.recent(10)).toEqual([]));
  expect(await story.github.pullRequests()).toEqual([]);
});
