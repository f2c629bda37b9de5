import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnthropicStandIn, startAnthropicStandIn } from "../stand-ins/anthropic-stand-in.ts";
import { docsAgent, onlyAgents } from "./agents.ts";
import { channels, openStory, people, type Story, until } from "./open-story.ts";

const model = "models/staging/stg_orders.sql";
const notes = "models/staging/notes.yml";

let anthropic: AnthropicStandIn;
let story: Story;
beforeAll(async () => {
  anthropic = await startAnthropicStandIn();
  story = await openStory({
    environment: { ANTHROPIC_API_KEY: "sk-ant-stand-in", ANTHROPIC_BASE_URL: anthropic.url },
    files: onlyAgents({ "docs-updater": docsAgent() }),
  });
});
afterAll(async () => {
  await story.close();
  await anthropic.close();
});

const write = (content: string) => ({
  calls: [{ tool: "write", input: { path: notes, content } }],
});
const propose = (headline: string) => ({
  calls: [{ tool: "propose_commit", input: { headline } }],
});
const end = { text: "That is all." };

async function open(title: string) {
  const sql = (await story.github.file("main", model)) ?? "";
  return story.github.openPullRequest({
    user: people.mia.github,
    title,
    files: { [model]: `${sql.trimEnd()}\n-- ${title}\n` },
  });
}

test("changes that somebody requests go back to the agent, and its next proposal is approved", async () => {
  anthropic.script([write("version: 2\n"), propose("First try"), end]);
  const pull = await open("Changes");
  const first = await story.message(channels.docs, "First try");
  anthropic.script([write("version: 2\nmodels: []\n"), propose("Second try"), end]);

  await story.slack.click(people.ana.slack, channels.docs, first.ts, "request_changes");
  await until("the modal", async () => story.slack.views().at(-1));
  await story.slack.submitModal(people.ana.slack, { changes: { text: "Say models: [] too." } });
  const second = await story.message(channels.docs, "Second try");
  await story.slack.click(people.ana.slack, channels.docs, second.ts, "approve");

  await story.check("docs-updater", pull.headSha, { conclusion: "success" });
  expect(second.ts).not.toBe(first.ts);
  expect(await story.github.file("changes", notes)).toBe("version: 2\nmodels: []\n");
  const told = anthropic
    .requests()
    .some((one) => JSON.stringify(one).includes("Say models: [] too."));
  expect(told).toBe(true);
  expect(anthropic.mistakes()).toEqual([]);
});

test("a push in the middle of a run ends it; the run on the new head takes its place", async () => {
  // The first run waits for the model until it is ended.
  anthropic.failNext({ kind: "silence" });
  const pull = await open("Pushed");
  await until("request to the model", async () =>
    anthropic.requests().some((one) => JSON.stringify(one).includes("Pushed")) ? true : undefined,
  );
  const sql = (await story.github.file("pushed", model)) ?? "";
  anthropic.script([write("version: 2\n"), propose("On the new head"), end]);

  const head = await story.github.push({
    user: people.mia.github,
    branch: "pushed",
    files: { [model]: `${sql}-- and more\n` },
  });

  await story.check("docs-updater", pull.headSha, { conclusion: "cancelled" });
  const card = await story.message(channels.docs, "On the new head");
  await story.slack.click(people.ana.slack, channels.docs, card.ts, "approve");
  await story.check("docs-updater", head, { conclusion: "success" });
  expect((await story.github.commits("pushed"))[1]?.sha).toBe(head);
});
