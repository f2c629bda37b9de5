import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import { runInit } from "#bot/cli/init-command.ts";
import { aDirectory } from "./a-directory.ts";
import { aTerminal } from "./a-terminal.ts";
import { runBuster } from "./run-buster.ts";

const written = ["buster.yml", ".buster/agents/docs-updater.yml", ".buster/agents/pr-reviewer.yml"];

async function init(cwd: string, options: { repo?: string; json?: boolean } = {}) {
  const terminal = aTerminal();
  const code = await runInit({ repo: ".", json: false, ...options }, terminal, cwd);
  return { code, ...terminal.written() };
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}

test("writes buster.yml and two agents, nothing else, and what it writes is valid", async () => {
  const cwd = aDirectory({ "dbt_project.yml": "name: bike_shop\n" });
  mkdirSync(join(cwd, ".git"));

  const ended = await runBuster(["init"], { cwd });
  const checked = await runBuster(["validate", "--json"], { cwd });

  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(ended.out).toContain("wrote buster.yml");
  expect(ended.out).toContain("buster validate");
  expect(filesIn(cwd)).toEqual([...written, "dbt_project.yml"].sort());
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.out).files).toHaveLength(3);
});

test("finds the dbt projects below and writes agents for where their models are", async () => {
  const cwd = aDirectory({
    "warehouse/dbt_project.yml": "name: core\nmodel-paths: [models, marts/]\n",
    "teams/finance/dbt_project.yml": "name: finance\n",
    "warehouse/dbt_packages/utils/dbt_project.yml": "name: dbt_utils\n",
    "node_modules/x/dbt_project.yml": "name: stray\n",
  });

  const { code, out } = await init(cwd, { json: true });

  const { settings } = parseSettingsFile(readFileSync(join(cwd, "buster.yml"), "utf8"));
  const path = ".buster/agents/docs-updater.yml";
  const { agent } = parseAgentFile(path, readFileSync(join(cwd, path), "utf8"));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    written,
    existing: [],
    projects: [
      { name: "finance", path: "teams/finance" },
      { name: "core", path: "warehouse" },
    ],
  });
  expect(settings?.projects.map(({ name, path }) => [name, path])).toEqual([
    ["finance", "teams/finance"],
    ["core", "warehouse"],
  ]);
  expect(agent?.triggers[0]).toMatchObject({
    paths: {
      include: [
        "teams/finance/models/**/*.sql",
        "warehouse/models/**/*.sql",
        "warehouse/marts/**/*.sql",
      ],
    },
  });
  expect(agent?.approvals.requiredFor).toEqual(["commit"]);
});

test.each([
  ["is broken", "name: [\n"],
  ["has an odd name", 'name: "shop\\n- evil: true"\n'],
  ["has odd model paths", 'name: shop\nmodel-paths: ["../up", "a*b", 7]\n'],
])("a dbt_project.yml that %s spoils nothing", async (_what, text) => {
  const cwd = aDirectory({ "dbt_project.yml": text });

  expect(await init(cwd)).toMatchObject({ code: 0 });
  for (const path of written) {
    const content = readFileSync(join(cwd, path), "utf8");
    const parse =
      path === "buster.yml" ? parseSettingsFile(content) : parseAgentFile(path, content);
    expect(parse.mistakes).toEqual([]);
    expect(content).not.toContain("evil");
  }
});

test("where no dbt project is, it says so and writes files to fill in", async () => {
  const cwd = aDirectory();

  const { code, err } = await init(cwd);

  expect(code).toBe(0);
  expect(err).toContain("no dbt_project.yml was found");
  expect(parseSettingsFile(readFileSync(join(cwd, "buster.yml"), "utf8")).mistakes).toEqual([]);
});

test("a file that is there stays as it is, and nothing else is written", async () => {
  const cwd = aDirectory({ "buster.yml": "# mine\n" });

  const { code, out, err } = await init(cwd, { json: true });

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ written: [], existing: ["buster.yml"] });
  expect(err).toContain("buster.yml is there already");
  expect(filesIn(cwd)).toEqual(["buster.yml"]);
  expect(readFileSync(join(cwd, "buster.yml"), "utf8")).toBe("# mine\n");
});

test("an agent gets no namesake in another file", async () => {
  const cwd = aDirectory({
    ".buster/agents/docs.yml": "name: docs_updater\ntriggers:\n  - type: manual\nprompt: Look.\n",
  });

  expect(await init(cwd)).toMatchObject({
    code: 1,
    err: expect.stringContaining(".buster/agents/docs.yml is there already"),
  });
});

test("a file where a directory has to be is said in a sentence, and nothing is left behind", async () => {
  const cwd = aDirectory({ ".buster": "a file\n" });

  const { code, out, err } = await runBuster(["init"], { cwd });

  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err).toMatch(/^buster: .*\.buster/);
  expect(err.split("\n")).toHaveLength(3);
  expect(filesIn(cwd)).toEqual([".buster"]);
});

test("below the root of a repository it says where agents are read from", async () => {
  const cwd = aDirectory({ "dbt/dbt_project.yml": "name: shop\n" });
  mkdirSync(join(cwd, ".git"));

  const { err } = await init(cwd, { repo: "dbt" });

  expect(err).toContain(`agents are read from the root of the repository, which is ${cwd}`);
});

test("a directory that is not there is something missing", async () => {
  const cwd = aDirectory();
  writeFileSync(join(cwd, "file"), "");

  expect(await init(cwd, { repo: "gone" })).toMatchObject({ code: 3 });
  expect(await init(cwd, { repo: "file" })).toMatchObject({ code: 3 });
});
