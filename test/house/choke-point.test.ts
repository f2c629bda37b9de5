import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const files = ["bot", "runner"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);
const holding = (shape: RegExp) =>
  files.filter((file) => shape.test(readFileSync(join(root, file), "utf8"))).toSorted();

test("GitHub is written to in one place only, behind the screen", () => {
  expect(holding(/octokit\.(?:request|graphql)\(/)).toEqual([
    "bot/executors/github/inspect-app.ts",
    "bot/executors/github/open-app.ts",
    "bot/executors/github/open-repository.ts",
  ]);
  const text = readFileSync(join(root, "bot/executors/github/open-repository.ts"), "utf8");
  expect(text).toContain("isWrite ? app.screen.clean(given, call.doing) : given");
  expect(text).toContain("app.screen.check(parameters, call.doing)");
});

test("the two places beside it only ask", () => {
  const routes = ["inspect-app", "open-app"].flatMap((name) => [
    ...readFileSync(join(root, `bot/executors/github/${name}.ts`), "utf8").matchAll(
      /"(GET|POST|PUT|PATCH|DELETE) \//g,
    ),
  ]);

  expect(new Set(routes.map(([, method]) => method))).toEqual(new Set(["GET"]));
});

test("Slack is called in the caller and at the door only, behind the screen", () => {
  expect(holding(/\b(?:client|app\.client)\.(?:apiCall|chat|views)\b/)).toEqual([
    "bot/executors/slack/slack-caller.ts",
    "bot/inbound/slack/answer-mention.ts",
    "bot/inbound/slack/open-modal.ts",
    "bot/inbound/slack/open-slack-door.ts",
    "bot/inbound/slack/tell-person.ts",
    "bot/inbound/slack/update-modal.ts",
  ]);
  const caller = readFileSync(join(root, "bot/executors/slack/slack-caller.ts"), "utf8");
  expect(caller).toContain("client.apiCall(method, clean)");
  const door = readFileSync(join(root, "bot/inbound/slack/open-slack-door.ts"), "utf8");
  expect(door).toContain("options.screen.clean(args");
});
