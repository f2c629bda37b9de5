import { afterAll, beforeAll, expect, test } from "vitest";
import type { Agent } from "#agents-schema/agent.ts";
import type { Event } from "#agents-schema/event.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { Run } from "#agents-schema/run.ts";
import { startRun } from "#bot/flow/start-run.ts";
import { aRun } from "../workshop/a-run.ts";
import { type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
beforeAll(async () => {
  open = await openHouse({});
});
afterAll(() => open.close());

function anAgent(name: string, more: string): Agent {
  const { agent, mistakes } = parseAgentFile(
    `.buster/agents/${name}.yml`,
    `name: ${name}\n${more}\nprompt: Document it.\n`,
  );
  if (agent === undefined) throw new Error(JSON.stringify(mistakes));
  return agent;
}

let deliveries = 0;
async function started(agent: Agent, changes: { event?: Event; trigger?: Agent["triggers"][0] }) {
  const { event, repository, pullRequest, baseSha, headSha, requestedBy, because } = aRun();
  const { runId } = await startRun(open.house, {
    deliveryId: `github:${++deliveries}`,
    agent,
    event: changes.event ?? event,
    repository,
    pullRequest,
    baseSha,
    headSha,
    changedFiles: [],
    inputs: {},
    requestedBy,
    because,
    places: [],
    defaultChannel: null,
    ...(changes.trigger === undefined ? {} : { trigger: changes.trigger }),
  });
  return open.house.runs.load(runId);
}

test("a run keeps the auto_commit of the trigger that started it", async () => {
  const agent = anAgent(
    "mixed",
    "triggers: [{type: pull_request}, {type: pull_request, auto_commit: true}, {type: manual}]",
  );
  const [asks, commits, manual] = agent.triggers;

  const kept = async (trigger: Agent["triggers"][0] | undefined) =>
    (await started(agent, trigger === undefined ? {} : { trigger }))?.autoCommit;

  expect(await kept(asks)).toBe(null);
  expect(await kept(commits)).toBe(true);
  expect(await kept(manual)).toBe(null);
  expect(await kept(undefined)).toBe(null);
});

test("a run that somebody asked for commits by itself only if all pull request triggers say so", async () => {
  const agent = anAgent("agreed", "triggers: [{type: pull_request, auto_commit: true}]");

  expect((await started(agent, {}))?.autoCommit).toBe(true);
});

test("a run that an older version stored asks a person", () => {
  const { autoCommit: _, ...older } = aRun({ autoCommit: true });

  expect(Run.parse(older).autoCommit).toBe(null);
});
