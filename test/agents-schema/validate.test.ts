import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { runValidate } from "#bot/cli/validate-command.ts";

const fixtures = fileURLToPath(new URL("../fixtures", import.meta.url));
const good = "name: good\ntriggers:\n  - type: manual\nprompt: Look.\n";
const made: string[] = [];

function aDirectory(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "buster-validate-"));
  made.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

afterEach(() => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true });
});

async function validate(paths: string[], cwd: string, json = false, colour = false) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
    colour,
  };
  const code = await runValidate(paths, { json }, terminal, cwd);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

test("the published examples are all right", async () => {
  const { code, err } = await validate(["agents"], fixtures);

  expect(code).toBe(0);
  expect(err).toBe("17 files, all right");
});

test("a directory of repositories is checked repository by repository", async () => {
  const cwd = aDirectory({
    "examples/shop/buster.yml": "agents: [bots/*.yml]\n",
    "examples/shop/bots/a.yml": good,
    "examples/other/.buster/agents/b.yml": "name: b\n",
    "examples/notes.txt": "",
  });

  const { code, err } = await validate(["examples"], cwd);

  expect(code).toBe(1);
  expect(err).toContain("examples/other/.buster/agents/b.yml:1:1");
  expect(err).toContain("in 1 of 3 files");
});

test("a dbt project without agents has none, not broken ones", async () => {
  const cwd = aDirectory({
    "shop/dbt_project.yml": "name: shop\n",
    "shop/profiles.yml": "shop: {}\n",
  });

  const { code, err } = await validate(["shop"], cwd);

  expect(code).toBe(3);
  expect(err).toContain("`buster init` writes them");
});

test("every broken file is named, and the command fails", async () => {
  const { code, out } = await validate(["broken-agents"], fixtures, true);

  const { files } = JSON.parse(out) as { files: { ok: boolean; mistakes: object[] }[] };
  expect(code).toBe(1);
  expect(files.length).toBeGreaterThanOrEqual(60);
  expect(files.every(({ ok, mistakes }) => !ok && mistakes.length > 0)).toBe(true);
});

test("a repository is its buster.yml and the agents that it names", async () => {
  const cwd = aDirectory({
    "buster.yml": "agents: [bots/*.yml, gone.yml]\n",
    "bots/a.yml": good,
    "bots/b.yml": "name: b\ntriggers: []\nprompt: Look.\n",
    "other/c.yml": "not: an agent\n",
  });

  const { code, err } = await validate([], cwd);

  expect(code).toBe(1);
  expect(err).toBe(
    [
      "buster.yml:1:22 there is no file gone.yml; add it, or remove it from the list",
      "bots/b.yml:2:11 this list is empty; list something, or remove the key",
      "2 mistakes in 2 of 3 files",
    ].join("\n"),
  );
});

test("the machine-readable answer has the same facts", async () => {
  const cwd = aDirectory({
    "a.yml": "name: A\ntriggers:\n  - type: manual\nprompt: Look.\n",
    "b.yml": good,
  });

  const { code, out } = await validate(["a.yml", "b.yml"], cwd, true);

  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({
    files: [
      {
        path: "a.yml",
        ok: false,
        mistakes: [
          {
            line: 1,
            column: 7,
            path: "name",
            message: "a name has lower-case letters, digits and single `-` or `_`, 64 at most",
            hint: "write `name: a`",
          },
        ],
      },
      { path: "b.yml", ok: true, mistakes: [] },
    ],
  });
});

test("two agents of one name are found when a repository is checked", async () => {
  const cwd = aDirectory({ ".buster/agents/a.yml": good, ".buster/agents/b.yml": good });

  const { code, err } = await validate([], cwd);

  expect(code).toBe(1);
  expect(err).toContain(
    ".buster/agents/a.yml:1:7 .buster/agents/b.yml has an agent of the same name",
  );
});

test("buster.yml by name is checked as settings", async () => {
  const cwd = aDirectory({ "conf/buster.yml": "people: 5\n" });

  const { code, err } = await validate(["conf/buster.yml"], cwd);

  expect(code).toBe(1);
  expect(err).toContain("conf/buster.yml:1:9 expected a list, not the number 5");
});

test("what cannot be read is said, with a code of its own", async () => {
  const cwd = aDirectory({ "a.yml": good, "empty/notes.md": "" });
  symlinkSync("a.yml", join(cwd, "link.yml"));

  expect(await validate(["gone.yml"], cwd)).toMatchObject({
    code: 3,
    err: expect.stringContaining("there is no such file"),
  });
  expect(await validate(["link.yml"], cwd)).toMatchObject({
    code: 3,
    err: expect.stringContaining("symbolic link"),
  });
  expect(await validate(["empty"], cwd)).toMatchObject({
    code: 3,
    err: expect.stringContaining("no agent file"),
  });
  expect(await validate([""], cwd)).toMatchObject({ code: 2 });
  expect(await validate([], join(cwd, "empty"))).toMatchObject({
    code: 3,
    out: "",
    err: expect.stringContaining("buster init"),
  });
});

test("colour is for terminals only, and a file cannot steer the terminal", async () => {
  const cwd = aDirectory({
    "a.yml": 'name: "\\e[31mred"\ntriggers:\n  - type: "\\e]0;x"\nprompt: Look.\n',
  });

  const plain = await validate(["a.yml"], cwd);
  const coloured = await validate(["a.yml"], cwd, false, true);

  expect(plain.err).not.toContain("\u001b");
  expect(coloured.err.split("\u001b[1ma.yml").length).toBeGreaterThan(1);
  expect(coloured.err).not.toContain("\u001b]0;x");
});
