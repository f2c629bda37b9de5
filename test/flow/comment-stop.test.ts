import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#agents-schema/actor.ts";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { aNewRun } from "../contracts/ledger-builders.ts";
import { type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
let number: number;
beforeAll(async () => {
  open = await openHouse({});
  const files = { "models/a.sql": "select 1\n" };
  ({ number } = await open.github.openPullRequest({ user: "mia", title: "A", files }));
});
afterAll(() => open.close());

const person = (login: string): Actor => ({ kind: "github", login, id: 9, isBot: false });

/** rob may only read the repository. What became of the run that he wants to stop, and what he was told. */
async function robStops(requestedBy: Actor) {
  const repository = { fullName: "acme/shop", installationId: null };
  const pullRequest = await open.house.github.pullRequest(repository, number);
  const run = aNewRun({ repository, pullRequest: pullRequest ?? null, requestedBy, places: [] });
  await open.house.runs.create(run);
  await open.github.comment({ user: "rob", number, body: `${open.house.mention} stop ${run.id}` });
  const event = open.lastEvent("comment");
  const told = await admitEvent(open.house, { id: `comment:${event.commentId}`, event });
  return { state: (await open.house.runs.load(run.id))?.state, told, rob: event.sender };
}

test("who asked for a run stops it on the pull request, whatever else they may", async () => {
  const { rob } = await robStops(person("mia"));

  expect((await robStops(rob)).state).toBe("cancelled");
});

test("who neither asked for it nor may command agents does not", async () => {
  const { state, told } = await robStops(person("mia"));

  expect(state).toBe("queued");
  expect(told).toContain("permission");
});
