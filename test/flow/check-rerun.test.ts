import { afterAll, beforeAll, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({
    ".buster/agents/docs.yml": agentFile("docs", 'events: [opened], on_changed_files: "*.sql"'),
  });
});
afterAll(() => open.close());

async function opened(title: string, files: Record<string, string>) {
  const pull = await open.github.openPullRequest({ user: "mia", title, files });
  await admitEvent(open.house, { id: title, event: open.lastEvent("pull_request") });
  return pull;
}

/** Somebody presses "Re-run" of the check of this name; answers what it came to. */
async function rerun(user: string, headSha: string, name: string): Promise<string> {
  const check = (await open.github.checks(headSha)).find((one) => one.name === `buster / ${name}`);
  if (check === undefined) expect.fail(`there is no check ${name}`);
  await open.github.rerunCheck({ user, checkId: check.id });
  return admitEvent(open.house, { id: crypto.randomUUID(), event: open.lastEvent("check_action") });
}

async function saidOn(number: number): Promise<string> {
  return (await open.github.comments(number)).map(({ body }) => body).join("\n");
}

test("re-running a skipped check starts the agent for who may write, and tells others why not", async () => {
  const pull = await opened("Skipped", { "notes.md": "x\n" });

  await rerun("rob", pull.headSha, "docs");
  await rerun("ana", pull.headSha, "docs");

  expect(await saidOn(pull.number)).toContain("@rob has no write permission");
  const on = { repository: "acme/shop", number: pull.number };
  const runs = (await open.house.runs.ofPullRequest(on, 10)).filter(
    ({ agent }) => agent.name === "docs",
  );
  expect(runs).toMatchObject([{ state: "queued", requestedBy: { login: "ana" } }]);
});

test("re-running the check of the agent files looks at them again", async () => {
  const pull = await opened("Broken", { ".buster/agents/docs.yml": "name: docs\ntriggerz: []\n" });
  const before = open.github.log.length;

  const outcome = await rerun("mia", pull.headSha, "agent files");

  expect(outcome).toBe("agent files checked again");
  const calls = open.github.log.slice(before).map(({ method, path }) => `${method} ${path}`);
  expect(calls).toContainEqual(expect.stringMatching(/^PATCH .*\/check-runs\/\d+$/));
});

test("what cannot run again is said on the pull request", async () => {
  const pull = await opened("Gone", { "a.sql": "select 1\n" });
  const on = { repository: "acme/shop", number: pull.number };
  const [run] = await open.house.runs.ofPullRequest(on, 10);
  if (run === undefined) expect.fail("no run has started");
  await open.github.closePullRequest({ user: "mia", number: pull.number });

  await admitEvent(open.house, {
    id: "again",
    event: {
      kind: "check_action",
      repository: run.repository,
      externalId: run.id,
      headSha: run.headSha,
      action: "rerequested",
      sender: { kind: "github", login: "ana", id: 1, isBot: false },
    },
  });

  expect(await saidOn(pull.number)).toContain("The pull request is closed.");
});
