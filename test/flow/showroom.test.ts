import { afterEach, beforeEach, expect, test } from "vitest";
import { admitEvent } from "#bot/flow/admit-event.ts";
import { createShowroom } from "#bot/flow/create-showroom.ts";
import type { House } from "#bot/flow/house.ts";
import { PlatformFailure } from "#bot/ports.ts";
import { agentFile, type OpenHouse, openHouse } from "./open-house.ts";

let open: OpenHouse;
beforeEach(async () => {
  open = await openHouse({ ".buster/agents/docs.yml": agentFile("docs", "events: [opened]") });
});
afterEach(() => open.close());

async function startRun(title: string) {
  const pull = await open.github.openPullRequest({ user: "mia", title, files: { "a.sql": title } });
  await admitEvent(open.house, { id: `github:${title}`, event: open.lastEvent("pull_request") });
  return pull;
}

/** A house whose checks fail for one commit. */
function failingFor(headSha: string, cause: Error): House {
  const { house } = open;
  return {
    ...house,
    github: {
      ...house.github,
      upsertCheck: (repository, known, check) =>
        check.headSha === headSha
          ? Promise.reject(cause)
          : house.github.upsertCheck(repository, known, check),
    },
  };
}

test.each([
  ["a platform's failure", new PlatformFailure("retry", "GitHub answered 502")],
  ["our own mistake", new TypeError("cannot read properties of undefined")],
])("%s with one run keeps no other from being shown", async (_story, cause) => {
  const first = await startRun("first");
  const second = await startRun("second");
  const showroom = createShowroom(failingFor(first.headSha, cause));

  await showroom.round();

  expect(await open.github.checks(second.headSha)).toHaveLength(1);
  expect(await open.github.checks(first.headSha)).toHaveLength(0);
});

test("what could not be shown is shown when the platform is back", async () => {
  const pull = await startRun("back");
  const away = new PlatformFailure("retry", "GitHub answered 502");
  await createShowroom(failingFor(pull.headSha, away)).round();

  await createShowroom(open.house).round();

  expect(await open.github.checks(pull.headSha)).toHaveLength(1);
  expect(await open.github.comments(pull.number)).toHaveLength(1);
});

test("a run that has nothing new is not shown again", async () => {
  await startRun("still");
  const showroom = createShowroom(open.house);
  await showroom.round();
  const calls = open.github.log.length;

  open.moveOn(60_000);
  await showroom.round();

  expect(open.github.log.length).toBe(calls);
});

test("two processes that show the same run create one check and one comment", async () => {
  const pull = await startRun("two");
  const showrooms = [createShowroom(open.house), createShowroom(open.house)];

  await Promise.all(showrooms.map((showroom) => showroom.round()));

  expect(await open.github.checks(pull.headSha)).toHaveLength(1);
  expect(await open.github.comments(pull.number)).toHaveLength(1);
});

test("a process that looked before another one showed more does not show the older state again", async () => {
  const pull = await startRun("older");
  const [run] = await open.house.runs.recent(1);
  if (run === undefined) throw new Error("there is no run");
  const slow: House = {
    ...open.house,
    surfaces: {
      ...open.house.surfaces,
      async claim(place, leaseMs) {
        await open.house.runs.move(run.id, ["queued"], "cancelled", "stopped");
        await createShowroom(open.house).round();
        return open.house.surfaces.claim(place, leaseMs);
      },
    },
  };

  await createShowroom(slow).round();

  const [check] = await open.github.checks(pull.headSha);
  expect(check?.status).toBe("completed");
});
