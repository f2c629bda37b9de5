import { afterAll, beforeAll, expect, test } from "vitest";
import { docsAgent, onlyAgents } from "./agents.ts";
import { channels, expectProven, openStory, people, type Story, until } from "./open-story.ts";

let story: Story;
beforeAll(async () => {
  story = await openStory({
    files: onlyAgents({ "docs-updater": docsAgent({ extra: "approvals: {allow_self: false}" }) }),
  });
});
afterAll(() => story.close());

const model = "models/marts/fct_orders.sql";
const properties = "models/marts/_marts__models.yml";

/** A pull request of Mia's that changes one line of fct_orders. */
async function changedModel(title: string) {
  const sql = (await story.github.file("main", model)) ?? "";
  return story.github.openPullRequest({
    user: people.mia.github,
    title,
    files: { [model]: `${sql.trimEnd()}\n-- ${title}\n` },
  });
}

async function cardOf(number: number) {
  return story.message(channels.docs, `#${number}`);
}

test("a pull request becomes documentation on its branch when somebody approves on Slack", async () => {
  const pull = await changedModel("One more comment");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
  const card = await cardOf(pull.number);

  await story.slack.click(people.ana.slack, channels.docs, card.ts, "approve");
  await story.check("docs-updater", pull.headSha, { conclusion: "success" });

  const [commit, before] = await story.github.commits("one-more-comment");
  expect(before?.sha).toBe(pull.headSha);
  expect(commit?.author.name).toBe("buster[bot]");
  expect(commit?.message).toMatch(/^Buster-Effect: run-\w+-e\d+$/m);
  expect(commit?.message).toMatch(/^Approved-by: ana$/m);
  const yaml = (await story.github.file("one-more-comment", properties)) ?? "";
  expect(yaml).toMatch(/name: fct_orders/);
  expect(yaml).not.toBe(await story.github.file("main", properties));
  expect(await story.comment(pull.number, "committed")).toContain("docs\\-updater");
  const settled = await story.message(channels.docs, "Approved");
  expect(settled.ts).toBe(card.ts);
  expect(JSON.stringify(settled.blocks)).not.toContain('"action_id":"approve"');
});

test("a person without write permission is refused, and the proposal goes on waiting", async () => {
  const pull = await changedModel("Refused");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
  const card = await cardOf(pull.number);

  await story.slack.click(people.rob.slack, channels.docs, card.ts, "approve");

  const told = await story.whisper("has no write permission");
  expect(told.ephemeral_to).toBe(people.rob.slack);
  expect((await story.github.commits("refused"))[0]?.sha).toBe(pull.headSha);
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
});

test("whoever asked for the run cannot approve it", async () => {
  const pull = await changedModel("By oneself");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });

  await story.github.comment({
    user: people.mia.github,
    number: pull.number,
    body: "@buster approve",
  });

  await story.comment(pull.number, "whoever asked for the run cannot approve it");
  expect((await story.github.commits("by-oneself"))[0]?.sha).toBe(pull.headSha);
});

test("approving twice commits once", async () => {
  const pull = await changedModel("Twice");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
  const card = await cardOf(pull.number);

  await story.slack.click(people.ana.slack, channels.docs, card.ts, "approve");
  await story.slack.click(people.ana.slack, channels.docs, card.ts, "approve");

  await story.check("docs-updater", pull.headSha, { conclusion: "success" });
  await story.whisper("already");
  const commits = await story.github.commits("twice");
  expect(commits.findIndex(({ sha }) => sha === pull.headSha)).toBe(1);
});

test("an approval after the head has moved changes nothing, and the newer proposal takes its place", async () => {
  const pull = await changedModel("Moved");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
  const card = await cardOf(pull.number);
  const sql = (await story.github.file("moved", model)) ?? "";

  const head = await story.github.push({
    user: people.mia.github,
    branch: "moved",
    files: { [model]: `${sql}-- and another\n` },
  });
  await story.slack.click(people.ana.slack, channels.docs, card.ts, "approve");

  await story.check("docs-updater", pull.headSha, { conclusion: "cancelled" });
  await story.check("docs-updater", head, { conclusion: "action_required" });
  expect((await story.github.commits("moved"))[0]?.sha).toBe(head);
});

test("a comment and a check's button approve as well as the card does", async () => {
  const byComment = await changedModel("By comment");
  const byButton = await changedModel("By button");
  const check = await story.check("docs-updater", byButton.headSha, {
    conclusion: "action_required",
  });
  await story.check("docs-updater", byComment.headSha, { conclusion: "action_required" });

  await story.github.comment({
    user: people.ana.github,
    number: byComment.number,
    body: "@buster approve",
  });
  await story.github.clickCheckAction({
    user: people.ana.github,
    checkId: check.id,
    identifier: "approve",
  });

  await story.check("docs-updater", byComment.headSha, { conclusion: "success" });
  await story.check("docs-updater", byButton.headSha, { conclusion: "success" });
});

test("“Open pull request” puts the proposal on a branch of its own", async () => {
  const pull = await changedModel("Own branch");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
  const card = await cardOf(pull.number);

  await story.slack.click(people.ana.slack, channels.docs, card.ts, "open_pull_request");

  await story.check("docs-updater", pull.headSha, { conclusion: "success" });
  expect((await story.github.commits("own-branch"))[0]?.sha).toBe(pull.headSha);
  const opened = (await story.github.pullRequests()).find(({ base }) => base.ref === "own-branch");
  expect(opened?.head.ref).toMatch(/^buster\/docs-updater\//);
});

test("a dismissed proposal changes nothing and says who dismissed it", async () => {
  const pull = await changedModel("Dismissed");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
  const card = await cardOf(pull.number);

  await story.slack.click(people.ana.slack, channels.docs, card.ts, "dismiss");

  await story.check("docs-updater", pull.headSha, { conclusion: "neutral" });
  await story.message(channels.docs, "Dismissed");
  expect((await story.github.commits("dismissed"))[0]?.sha).toBe(pull.headSha);
});

test("the whole diff can be looked at before approving", async () => {
  const pull = await changedModel("Looked at");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
  const card = await cardOf(pull.number);

  await story.slack.click(people.ana.slack, channels.docs, card.ts, "view_diff");

  const shown = await until("the diff", async () =>
    story.slack.views().find((view) => JSON.stringify(view).includes(properties)),
  );
  expect(JSON.stringify(shown)).toContain("+");
});

test("a redelivered webhook starts nothing a second time", async () => {
  const pull = await changedModel("Redelivered");
  await story.check("docs-updater", pull.headSha, { conclusion: "action_required" });
  const first = story.github.deliveries.findLast(({ event }) => event === "pull_request");

  const again = await story.github.redeliver(first?.guid ?? "");

  expect(again.status).toBe(200);
  const checks = await story.github.checks(pull.headSha);
  expect(checks).toHaveLength(1);
});

test("afterwards the ledger proves what happened", async () => {
  await story.stopBot();

  await story.readLedger(async (ledger) => {
    const runs = await ledger.runs.recent(100);
    expect(runs.length).toBeGreaterThan(5);
    for (const run of runs) await expectProven(ledger, run);
    const confirmed = await Promise.all(runs.map(({ id }) => ledger.outbox.ofRun(id)));
    const commits = confirmed.flat().filter(({ state }) => state === "confirmed");
    expect(commits.length).toBeGreaterThan(3);
    for (const { receipt } of commits) expect(receipt?.externalId).not.toBe("");
  });
});
