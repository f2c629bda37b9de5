import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runList } from "#bot/cli/list-command.ts";
import { aDirectory } from "./a-directory.ts";
import { aTerminal } from "./a-terminal.ts";

const fixtures = fileURLToPath(new URL("../fixtures/agents", import.meta.url));
const good = "name: good\ndescription: Looks\ntriggers:\n  - type: manual\nprompt: Look.\n";

async function list(cwd: string, json = false, colour = false) {
  const terminal = aTerminal(colour);
  const code = await runList({ repo: ".", json }, terminal, cwd);
  return { code, ...terminal.written() };
}

test("each agent is shown with what starts it", async () => {
  const cwd = aDirectory({
    ".buster/agents/good.yml": good,
    ".buster/agents/docs.yml": [
      "name: docs",
      "enabled: false",
      "mode: staged",
      "triggers:",
      "  - type: pull_request",
      "    events: [opened]",
      "    branches: [main]",
      '    on_changed_files: "models/**/*.sql"',
      "  - type: scheduled",
      '    cron: "0 7 * * *"',
      "prompt: Look.",
    ].join("\n"),
  });

  const { code, out, err } = await list(cwd);

  expect(code).toBe(0);
  expect(err).toBe("");
  expect(out).toBe(
    [
      "docs (switched off, staged)  .buster/agents/docs.yml",
      "  starts on a pull request (opened) to main that changes models/**/*.sql",
      "  starts on the schedule 0 7 * * * (UTC)",
      "good  .buster/agents/good.yml",
      "  Looks",
      "  starts on somebody's command",
    ].join("\n"),
  );
});

test("a broken agent hides no other, and says where and why it is broken", async () => {
  const cwd = aDirectory({
    ".buster/agents/good.yml": good,
    ".buster/agents/bad.yml": "name: bad\ntriggers: []\nprompt: Look.\n",
  });
  symlinkSync("good.yml", join(cwd, ".buster/agents/link.yml"));

  const { code, out } = await list(cwd);

  expect(code).toBe(1);
  expect(out).toContain("good  .buster/agents/good.yml");
  expect(out).toContain(".buster/agents/bad.yml is broken: 1 mistake");
  expect(out).toContain(
    ".buster/agents/bad.yml:2:11 this list is empty; list something, or remove the key",
  );
  expect(out).toContain(".buster/agents/link.yml:1:1 a symbolic link is not read");
});

test("a broken buster.yml is named, and the agents are found where they are by default", async () => {
  const cwd = aDirectory({ "buster.yml": "people: 5\n", ".buster/agents/good.yml": good });

  const { code, out } = await list(cwd, true);

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    agents: [{ name: "good" }],
    broken: [{ path: "buster.yml", mistakes: [{ line: 1, column: 9 }] }],
  });
});

test("the machine-readable answer has the same facts", async () => {
  const cwd = aDirectory({ ".buster/agents/good.yml": good });

  const { code, out, err } = await list(cwd, true);

  expect(code).toBe(0);
  expect(err).toBe("");
  expect(JSON.parse(out)).toEqual({
    agents: [
      {
        name: "good",
        path: ".buster/agents/good.yml",
        description: "Looks",
        enabled: true,
        mode: "live",
        starts: [{ kind: "manual", on: "somebody's command" }],
      },
    ],
    broken: [],
  });
});

test("every published trigger has words", async () => {
  const files = readdirSync(fixtures).map((name) => [
    `.buster/agents/${name}`,
    readFileSync(join(fixtures, name), "utf8"),
  ]);
  const cwd = aDirectory(Object.fromEntries(files));

  const { out } = await list(cwd);

  const starts = out.split("\n").filter((line) => line.includes("starts on"));
  expect(starts.length).toBeGreaterThan(20);
  expect(starts.join("\n")).not.toMatch(/undefined|null(?!_rate)|\[object/);
  expect(out).toContain(
    "if pr_labels any of data, analytics, none of wip; pr_author none of *[bot]; pr_draft any of false",
  );
  expect(out).toContain(
    "starts on the event custom.late_arrival from airbyte that fits its filters",
  );
});

test("nothing of an agent's file steers the terminal", async () => {
  const cwd = aDirectory({
    ".buster/agents/a.yml":
      'name: a\ndescription: "\\e]0;x\\a\\nsecond"\ntriggers:\n  - type: manual\nprompt: Look.\n',
  });

  const { out } = await list(cwd);

  expect(out).not.toContain("\u0007");
  expect(out).not.toContain("\u001b");
});

test("a directory without agents says how to get some", async () => {
  const cwd = aDirectory();

  expect(await list(cwd, true)).toMatchObject({
    code: 3,
    out: JSON.stringify({ agents: [], broken: [] }, undefined, 2),
    err: expect.stringContaining("buster init"),
  });
  expect(await list(join(cwd, "gone"))).toMatchObject({
    code: 3,
    out: "",
    err: "list: there is no directory .",
  });
});
