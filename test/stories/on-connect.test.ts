import { afterAll, beforeAll, expect, test } from "vitest";
import { readFactFile } from "#runner/facts/read-fact-file.ts";
import { onlyAgents } from "./agents.ts";
import { channels, expectProven, openStory, people, type Story, until } from "./open-story.ts";

/** A whole project is measured and written, in milliseconds. */
const documentationMs = 60_000;

let story: Story;
beforeAll(async () => {
  story = await openStory({ files: onlyAgents({}) });
});
afterAll(() => story.close());

const install = (action = "created") =>
  story.github.install({ user: people.mia.github, action, repositories: ["bike-shop"] });

async function documentations() {
  const pulls = await story.github.pullRequests();
  return pulls.filter(({ head }) => head.ref.startsWith("buster/document-"));
}

const documentation = () =>
  until(
    "the documentation's pull request",
    async () => (await documentations())[0],
    documentationMs,
  );

test(
  "installing on a repository with buster.yml opens one documentation pull request with a commit per folder",
  async () => {
    await install();

    const pull = await documentation();

    expect(pull.base.ref).toBe("main");
    const main = (await story.github.commits("main"))[0]?.sha;
    const commits = await story.github.commits(pull.head.ref);
    const own = commits.slice(
      0,
      commits.findIndex(({ sha }) => sha === main),
    );
    expect(own.map(({ message }) => message.split("\n", 1)[0]).toReversed()).toEqual([
      "Document models/intermediate",
      "Document models/marts",
      "Document models/staging",
      "Document seeds",
    ]);
    for (const { author, message } of own) {
      expect(author.name).toBe("buster[bot]");
      expect(message).toMatch(/^Buster-Effect: run-\w+-e0 \d\/4$/m);
    }
    expect(pull.body).toMatch(/^<!-- buster:effect:run-\w+-e0 -->\n19 of 19 models documented/);
    expect(pull.body).toContain(
      "`fct_orders.customer_id` → `dim_customers.customer_id`: many-to-one",
    );
    expect(pull.body).toMatch(/\| columns with a description \| 20 \| \d+ \| \d+ \|/);

    const yaml = await story.github.file(pull.head.ref, "models/marts/_marts__models.yml");
    expect(yaml).toContain("Scale: 4,200 rows");
    expect(yaml).toContain("# Finance reads this one: ask in #finance-data");
    const facts = readFactFile(
      (await story.github.file(pull.head.ref, ".buster/facts/fct_orders.json")) ?? "",
    );
    expect("facts" in facts && facts.facts).toContainEqual(
      expect.objectContaining({ subject: "fct_orders", metric: "row_count", value: 4200 }),
    );
  },
  documentationMs * 2,
);

test("the channel of the settings hears of it: first what goes on, then what came of it", async () => {
  const pull = await documentation();

  await story.message(channels.docs, "auto-documentation");
  await story.message(channels.docs, `opened pull request #${pull.number}`);
});

test("again installed, or the same delivery again: no second one while the first is open", async () => {
  await documentation();
  const first = story.github.deliveries.findLast(({ event }) => event === "installation");

  await install("created");
  await install("added");
  const again = await story.github.redeliver(first?.guid ?? "");

  expect(again.status).toBe(200);
  await story.stopBot();
  await story.readLedger(async (ledger) => {
    const all = await ledger.runs.recent(10);
    expect(all.map(({ agent, state }) => [agent.name, state])).toEqual([
      ["auto-documentation", "succeeded"],
    ]);
    for (const run of all) await expectProven(ledger, run);
  });
  expect(await documentations()).toHaveLength(1);
});
