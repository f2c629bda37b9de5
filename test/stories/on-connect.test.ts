import { afterAll, beforeAll, expect, test } from "vitest";
import { readFactFile } from "#runner/facts/read-fact-file.ts";
import { docsAgent, onlyAgents } from "./agents.ts";
import { channels, expectProven, openStory, people, type Story, until } from "./open-story.ts";
import { verifyBranch } from "./verify-branch.ts";

/** A whole project is measured and written, in milliseconds. */
const documentationMs = 60_000;

const model = "models/marts/fct_orders.sql";
const properties = "models/marts/_marts__models.yml";
const factsOfOrders = ".buster/facts/fct_orders.json";

let story: Story;
beforeAll(async () => {
  story = await openStory({
    files: onlyAgents({ "docs-updater": docsAgent({ autoCommit: true }) }),
  });
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

    const yaml = await story.github.file(pull.head.ref, properties);
    expect(yaml).toContain("Scale: 4,200 rows");
    expect(yaml).toContain("# Finance reads this one: ask in #finance-data");
    const facts = readFactFile((await story.github.file(pull.head.ref, factsOfOrders)) ?? "");
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
  await until("all of it to be dealt with", async () =>
    story.github.log.filter(({ path }) => path.endsWith("/contents/buster.yml")).length === 3
      ? true
      : undefined,
  );
  expect(await documentations()).toHaveLength(1);
});

test("what the pull request says holds when it is measured again", async () => {
  const pull = await documentation();

  expect(await verifyBranch(story, pull.head.ref)).toMatchObject({
    checked: expect.toSatisfy((count: number) => count > 200),
    drifted: [],
    left: [],
  });
});

test(
  "once it is merged, docs-updater keeps what was found when it documents a pull request",
  async () => {
    const { number } = await documentation();
    await story.github.mergePullRequest({ user: people.ana.github, number });
    const sql = (await story.github.file("main", model)) ?? "";
    const yaml = (await story.github.file("main", properties)) ?? "";
    const facts = (await story.github.file("main", factsOfOrders)) ?? "";
    const described = / {6}- name: channel\n {8}description: \|\n(?: {10}.*\n)+/;
    expect(yaml).toMatch(described);

    const pull = await story.github.openPullRequest({
      user: people.mia.github,
      title: "Undescribed",
      files: {
        [model]: `${sql.trimEnd()}\n-- changed\n`,
        [properties]: yaml.replace(described, "      - name: channel\n"),
      },
    });

    await until(
      "the description to be back",
      async () =>
        (await story.github.file("undescribed", properties)) === yaml ? true : undefined,
      documentationMs,
    );
    await story.check("docs-updater", pull.headSha, { conclusion: "success" });
    const now = (await story.github.file("undescribed", factsOfOrders)) ?? "";
    const measured = (text: string) => text.split("\n").filter((line) => line.startsWith('{"id"'));
    expect(measured(now)).toEqual(measured(facts));
    expect(await verifyBranch(story, "undescribed", "fct_orders")).toMatchObject({
      checked: expect.toSatisfy((count: number) => count > 20),
      drifted: [],
    });
  },
  documentationMs * 2,
);

test("afterwards the ledger proves what happened, and that it happened once", async () => {
  await story.stopBot();

  await story.readLedger(async (ledger) => {
    const all = await ledger.runs.recent(10);
    expect(all.map(({ agent, state }) => [agent.name, state])).toEqual([
      ["docs-updater", "succeeded"],
      ["auto-documentation", "succeeded"],
    ]);
    for (const run of all) await expectProven(ledger, run);
  });
});
