import { afterEach, expect, test } from "vitest";
import type { Effect } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { settleRun } from "#bot/flow/settle-run.ts";
import { startByName } from "#bot/flow/start-by-name.ts";
import { type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

const repository = { fullName: "acme/shop", installationId: null };
const mia = { kind: "github", login: "mia", id: 1, isBot: false } as const;

async function openWith(files: Readonly<Record<string, string>>): Promise<OpenHouse> {
  open = await openHouse(files);
  return open;
}

let deliveries = 0;
/** Mia installs the App, or takes it away; answers what became of the delivery. */
async function install(house: OpenHouse, action = "created", id?: string): Promise<string> {
  await house.github.install({ user: "mia", action });
  const event = house.lastEvent("installation");
  return admitEvent(house.house, { id: id ?? `github:install-${++deliveries}`, event });
}

function runsOf({ house }: OpenHouse): Promise<readonly Run[]> {
  return house.runs.ofAgent({ repository: "acme/shop", agent: "auto-documentation" }, 10);
}

const documentation: Effect = {
  kind: "pull_request",
  title: "Document the project",
  body: "What was measured.",
  commits: ["models/a.yml", "models/b.yml"].map((path) => ({
    headline: `Document ${path}`,
    body: "",
    changes: [
      { path, status: "added", content: "version: 2\n", before: null, by: "documentation" },
      {
        path: `.buster/facts/${path.slice(7, 8)}.json`,
        status: "added",
        content: "{}\n",
        before: null,
        by: "documentation",
      },
    ],
  })),
};

test("the App on a repository with buster.yml starts one documentation of its default branch", async () => {
  const house = await openWith({ "buster.yml": 'slack: {channel: "#data"}\n' });

  const outcome = await install(house);

  const [run, ...others] = await runsOf(house);
  expect(others).toEqual([]);
  expect(outcome).toContain(`works on acme/shop: \`${run?.id}\``);
  expect(run).toMatchObject({
    agent: { name: "auto-documentation", path: "built-in", model: "offline:document-project" },
    event: { kind: "installation", repositories: ["acme/shop"] },
    pullRequest: null,
    requestedBy: { kind: "github", login: "mia" },
    places: [{ kind: "slack_channel", channel: "#data" }],
    state: "queued",
  });
  expect(run?.headSha).toBe((await house.github.commits("main"))[0]?.sha);
  expect(house.queued).toEqual([`run ${run?.id}`]);
});

test("the same delivery again, or another installation meanwhile, starts no second one", async () => {
  const house = await openWith({ "buster.yml": "" });

  await install(house, "created", "github:1");
  await install(house, "created", "github:1");
  const again = await install(house, "added", "github:2");

  expect(await runsOf(house)).toHaveLength(1);
  expect(again).toContain("already works on acme/shop");
});

test("its pull request has a commit per folder; while it is open nothing starts again", async () => {
  const house = await openWith({ "buster.yml": "" });
  await install(house);
  const [run] = await runsOf(house);
  if (run === undefined) throw new Error("a run");

  await house.work(run.id, [documentation], "applying");
  await settleRun(house.house, run.id);

  const short = run.id.replace("run-", "");
  const branch = `buster/document-${short}-e0`;
  const [pull] = await house.github.pullRequests();
  expect(pull).toMatchObject({ head: { ref: branch }, base: { ref: "main" } });
  const [second, first, base] = await house.github.commits(branch);
  expect(first?.message).toMatch(/^Document models\/a.yml\n[\s\S]*Buster-Run: run-/);
  expect(second?.message).toMatch(/^Document models\/b.yml\n[\s\S]*Buster-Effect: run-\S+ 2\/2/);
  expect(base?.sha).toBe(run.headSha);
  expect(await house.github.file(branch, ".buster/facts/b.json")).toBe("{}\n");

  expect(await install(house)).toContain("waits to be merged or closed");
  await house.github.closePullRequest({ user: "mia", number: pull?.number ?? 0 });
  expect(await install(house)).toContain("works on acme/shop");
  expect(await runsOf(house)).toHaveLength(2);
});

test.each([
  ["has no buster.yml", { "README.md": "none\n" }],
  [
    "says documentation.on_connect: false",
    { "buster.yml": "documentation: {on_connect: false}\n" },
  ],
  ["has mistakes", { "buster.yml": "documentation: {on_conect: false}\n" }],
])("a repository that %s is left alone", async (reason, files) => {
  const house = await openWith(files);

  expect(await install(house)).toContain(reason);

  expect(await runsOf(house)).toEqual([]);
  expect(house.queued).toEqual([]);
});

test("a repository that cannot be looked at is looked at when the delivery comes again", async () => {
  const house = await openWith({ "buster.yml": "" });
  house.github.failNext("GET /contents", { kind: "status", status: 502 });

  await expect(install(house, "created", "github:1")).rejects.toMatchObject({ code: "retry" });
  await install(house, "created", "github:1");

  expect(await runsOf(house)).toHaveLength(1);
});

test.each(["deleted", "suspend", "removed"])(
  "where the App is gone (%s) its runs are stopped",
  async (action) => {
    const house = await openWith({ "buster.yml": "" });
    await install(house);

    const outcome = await install(house, action);

    expect(outcome).toContain("1 runs stopped");
    expect(await runsOf(house)).toMatchObject([{ state: "cancelled", reason: "stopped by @mia" }]);
  },
);

test("somebody may ask for it by name, whatever the settings say of installations", async () => {
  const house = await openWith({ "buster.yml": "documentation: {on_connect: false}\n" });
  const ask = () =>
    startByName(house.house, "auto-documentation", {
      deliveryId: `slack:${++deliveries}`,
      repository,
      on: null,
      inputs: {},
      by: mia,
      places: [],
      because: "asked for",
    });

  const answers = [await ask(), await ask()];

  expect(answers.map(({ kind }) => kind)).toEqual(["started", "known"]);
  expect(await runsOf(house)).toMatchObject([{ event: { kind: "manual" }, because: "asked for" }]);
});
