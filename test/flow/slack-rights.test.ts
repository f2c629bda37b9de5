import { afterAll, beforeAll, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import type { House } from "#bot/flow/house.ts";
import { noteSlack } from "./note-slack.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

const ana = { kind: "slack" as const, user: "U0ANA0001", team: "T1" };

let open: OpenHouse;
let house: House;
let runId: string;
const secretId = "run-5ec2e7000000";
const slack = noteSlack();

beforeAll(async () => {
  open = await openHouse({
    "buster.yml": "people:\n  - {github: ana, slack: U0ANA0001}\n",
    ".buster/agents/docs.yml": agentFile("docs", "events: [opened]"),
  });
  await open.github.openPullRequest({
    user: "mia",
    title: "Rights",
    files: { "a.sql": "select 1\n" },
  });
  await admitEvent(open.house, { id: "opened", event: open.lastEvent("pull_request") });
  const [run] = await open.house.runs.recent(1);
  if (run === undefined) expect.fail("no run has started");
  runId = run.id;
  const repository = { fullName: "acme/secret", installationId: null };
  const agent = { ...run.agent, name: "secret-agent" };
  await open.house.runs.create({ ...run, id: secretId, repository, agent, concurrencyKey: "s" });
  const home = { fullName: "acme/shop", installationId: null };
  const { library } = open.house;
  house = {
    ...open.house,
    slack,
    library: {
      ...library,
      at: (_repository, sha) => library.at(home, sha),
      branchSha: (_repository, branch) => library.branchSha(home, branch),
    },
    github: {
      ...open.house.github,
      defaultBranch: async () => "main",
      permission: async ({ fullName }) => (fullName === "acme/shop" ? "write" : "none"),
    },
  };
});
afterAll(() => open.close());

async function say(text: string): Promise<string | undefined> {
  const command = { kind: "slack_command" as const, channel: "C1", text, responseUrl: "http://x" };
  const id = crypto.randomUUID();
  await admitEvent(house, { id, event: { ...command, sender: ana } });
  return slack.said.at(-1);
}

test("status tells nothing of other repositories", async () => {
  const said = await say("status");

  expect(said).toContain(runId);
  expect(said).not.toContain("secret-agent");
});

test("a run of a repository where the person may not write is not stopped, nor known", async () => {
  const said = await say(`stop ${secretId}`);

  expect(said).toContain("No run that is still going has an id that begins so.");
  expect(await house.runs.load(secretId)).toMatchObject({ state: "queued" });
});

test("a beginning that fits two runs means the one that the person may stop", async () => {
  const said = await say("stop run-");

  expect(said).toContain(runId);
  expect(await house.runs.load(runId)).toMatchObject({ state: "cancelled" });
  expect(await house.runs.load(secretId)).toMatchObject({ state: "queued" });
});
