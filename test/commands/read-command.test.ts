import fc from "fast-check";
import { expect, test } from "vitest";
import { readCommand } from "#bot/commands/read-command.ts";
import { readComment } from "#bot/commands/read-comment.ts";
import { slackCommands } from "#bot/commands/slack-commands.ts";

const read = (body: string) => readComment(body, "@buster");

test.each([
  ["@buster run docs-updater", { kind: "run", agent: "docs-updater", on: null, inputs: {} }],
  [
    '  @Buster RUN docs-updater on #12 since=2024 note="two words"',
    {
      kind: "run",
      agent: "docs-updater",
      on: 12,
      inputs: { since: "2024", note: "two words" },
    },
  ],
  [
    "@buster run a on https://github.com/acme/shop/pull/7",
    { kind: "run", agent: "a", on: 7, inputs: {} },
  ],
  ["@buster review", { kind: "review" }],
  ["@buster ask why is\nit slow?", { kind: "ask", question: "why is\nit slow?" }],
  ["@buster approve", { kind: "approve", digest: null }],
  ["@buster approve 1a2b3c4d", { kind: "approve", digest: "1a2b3c4d" }],
  ["@buster reject not now", { kind: "reject", digest: null, reason: "not now" }],
  ["@buster reject 1a2b3c4d too long", { kind: "reject", digest: "1a2b3c4d", reason: "too long" }],
  ["@buster stop", { kind: "stop", run: null }],
  ["@buster, stop run-1a2b", { kind: "stop", run: "run-1a2b" }],
  ["@buster status\nthanks!", { kind: "status" }],
  ["@buster", { kind: "help" }],
])("%s", (body, command) => {
  expect(read(body)).toEqual({ kind: "command", command });
});

test.each(["thanks @buster", "@busters run x", "@buster-bot run x", "run docs-updater", ""])(
  "“%s” is people talking to each other",
  (body) => {
    expect(read(body)).toBeUndefined();
  },
);

test.each([
  ["@buster reveiw", "`review`"],
  ["@buster apprve", "`approve`"],
  ["@buster run", "Which agent?"],
  ["@buster run a on tuesday", "`tuesday` is not a pull request"],
  ["@buster run a b", "neither"],
  ["@buster ask", "What is the question?"],
])("“%s” is answered with what was probably meant", (body, words) => {
  const reading = read(body);

  expect(reading).toMatchObject({ kind: "unclear" });
  expect(reading?.kind === "unclear" ? reading.say : "").toContain(words);
});

test("Slack writes addresses its own way, and has no approvals to type", () => {
  const on = readCommand("run a on <https://github.com/acme/shop/pull/7|#7>", slackCommands);
  const approve = readCommand("approve", slackCommands);

  expect(on).toMatchObject({ command: { on: 7 } });
  expect(approve).toMatchObject({ kind: "unclear" });
});

test("whatever somebody writes is read without an error, and quoted so that it cannot break out", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const reading = read(`@buster ${text}`);
      expect(reading).toBeDefined();
      if (reading?.kind === "unclear") {
        expect((reading.say.match(/`/g) ?? []).length % 2).toBe(0);
      }
    }),
    { numRuns: 500 },
  );
});
