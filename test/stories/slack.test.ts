import { afterAll, beforeAll, expect, test } from "vitest";
import { onlyAgents, reviewAgent } from "./agents.ts";
import { channels, openStory, people, type Story } from "./open-story.ts";

const broken = "name: broken\ntriggers: []\n";
const { docs } = channels;

let story: Story;
beforeAll(async () => {
  story = await openStory({
    files: onlyAgents({ "pr-reviewer": reviewAgent(), broken }),
  });
});
afterAll(() => story.close());

test("a slash command with a typo is answered at once with what was probably meant", async () => {
  await story.slack.command(people.ana.slack, docs, "rnu pr-reviewer");

  const answer = await story.whisper("Did you mean `run`?");
  expect(answer.ephemeral_to).toBe(people.ana.slack);
});

test("an unknown agent, a broken one and a missing pull request are named", async () => {
  await story.slack.command(people.ana.slack, docs, "run pr-reviwer");
  await story.slack.command(people.ana.slack, docs, "run broken");
  await story.slack.command(people.ana.slack, docs, "run pr-reviewer on 4711");

  await story.whisper("Did you mean `pr-reviewer`?");
  await story.whisper(".buster/agents/broken.yml:1");
  await story.whisper("There is no open pull request #4711");
});

test("help, list and status are answered", async () => {
  await story.slack.command(people.rob.slack, docs, "help");
  await story.slack.command(people.rob.slack, docs, "list");
  await story.slack.command(people.rob.slack, docs, "status");

  await story.whisper("What can be asked here");
  await story.whisper("(pull request)");
  await story.whisper("Nothing is running");
});

test("an agent started from Slack shows its progress in one message and its result in the thread", async () => {
  const model = "models/staging/stg_orders.sql";
  const sql = (await story.github.file("main", model)) ?? "";
  const pull = await story.github.openPullRequest({
    user: people.mia.github,
    title: "From Slack",
    files: { [model]: sql.replace(/^.*customer_id.*\n/m, "") },
  });
  await story.check("pr-reviewer", pull.headSha, { conclusion: "neutral" });

  await story.slack.command(people.ana.slack, docs, `run pr-reviewer on #${pull.number}`);

  await story.whisper(`starts on #${pull.number}`);
  const card = await story.message(docs, "✓ *pr-reviewer*");
  const result = await story.message(docs, "posted a review");
  expect(result.thread_ts).toBe(card.ts);
  const reviews = await story.github.reviews(pull.number);
  expect(reviews).toHaveLength(2);
});

test("who may not write may not start agents, and hears why", async () => {
  await story.slack.command(people.rob.slack, docs, "run pr-reviewer");

  await story.whisper("@rob has no write permission");
});

test("a mention is answered in its thread", async () => {
  const asked = await story.slack.mention(people.ana.slack, docs, "list");

  const answer = await story.message(docs, "• *pr-reviewer*");
  expect(answer.thread_ts ?? asked).toBe(asked);
});
