import { expect, test } from "vitest";
import { defaultSettings } from "#agents-schema/default-settings.ts";
import { readShelf } from "#agents-schema/read-shelf.ts";
import { shelfPaths } from "#agents-schema/shelf-paths.ts";

const agent = (name: string) => `name: ${name}\ntriggers:\n  - type: manual\nprompt: Look.\n`;

test("agent files lie in .buster/agents unless buster.yml says otherwise", () => {
  const paths = [
    ".buster/agents/a.yml",
    ".buster/agents/b.yaml",
    ".buster/agents/x/c.yml",
    ".buster/notes.md",
  ];
  const listed = { ...defaultSettings, agents: ["./bots/", "agents/**/*.yml", "!agents/old/**"] };

  expect(shelfPaths(paths, defaultSettings)).toEqual([
    ".buster/agents/a.yml",
    ".buster/agents/b.yaml",
  ]);
  expect(
    shelfPaths(["bots/a.yml", "bots/a.md", "agents/x/b.yml", "agents/old/c.yml"], listed),
  ).toEqual(["bots/a.yml", "agents/x/b.yml"]);
  expect(shelfPaths(paths, { ...defaultSettings, agents: [] })).toEqual([]);
});

test("a broken agent file is named and hides no other", () => {
  const shelf = readShelf(
    undefined,
    new Map([
      ["a.yml", agent("a")],
      ["b.yml", "name: b\n"],
    ]),
  );

  expect(shelf.agents.map(({ name }) => name)).toEqual(["a"]);
  expect(shelf.broken).toMatchObject([
    { path: "b.yml", mistakes: [{ path: "triggers" }, { path: "prompt" }] },
  ]);
});

test("of two agents that share a name none is used, and both are named", () => {
  const files = new Map([
    ["a.yml", agent("docs_updater")],
    ["b.yml", agent("docs-updater")],
    ["c.yml", agent("c")],
  ]);

  const shelf = readShelf(undefined, files);

  expect(shelf.agents.map(({ name }) => name)).toEqual(["c"]);
  expect(shelf.broken).toMatchObject([
    {
      path: "a.yml",
      mistakes: [{ line: 1, column: 7, message: expect.stringContaining("b.yml") }],
    },
    {
      path: "b.yml",
      mistakes: [{ line: 1, column: 7, message: expect.stringContaining("a.yml") }],
    },
  ]);
});

test("a broken buster.yml counts as the defaults and is named", () => {
  const shelf = readShelf("people: yes\n", new Map([["a.yml", agent("a")]]));

  expect(shelf.settings).toEqual(defaultSettings);
  expect(shelf.agents).toHaveLength(1);
  expect(shelf.broken).toMatchObject([
    { path: "buster.yml", mistakes: [{ line: 1, path: "people" }] },
  ]);
});

test("an agent file that buster.yml names in vain is a mistake of buster.yml", () => {
  const shelf = readShelf(
    "agents:\n  - a.yml\n  - gone.yml\n  - more/*.yml\n",
    new Map([["a.yml", agent("a")]]),
  );

  expect(shelf.agents).toHaveLength(1);
  expect(shelf.broken).toMatchObject([
    {
      path: "buster.yml",
      mistakes: [{ line: 3, column: 5, message: "there is no file gone.yml" }],
    },
  ]);
});
