import { expect, test } from "vitest";
import type { Repository, TreeEntry } from "#runner/ports.ts";
import { readProject } from "#runner/run/read-project.ts";

/** Commits in memory, which remember what was asked of them. */
function commits(all: Record<string, Record<string, string>>) {
  const asked: string[] = [];
  const tree = (sha: string): TreeEntry[] =>
    Object.entries(all[sha] ?? {}).map(([path, text]) => ({
      path,
      mode: path.endsWith("link.sql") ? "120000" : "100644",
      oid: `oid of ${text}`,
      size: text.length,
    }));
  const readFiles: Repository["readFiles"] = async (sha, paths) => {
    asked.push(...paths);
    return new Map(paths.map((path) => [path, all[sha]?.[path] ?? ""]));
  };
  return { asked, tree, readFiles };
}

/** Of a repository only what reading a project needs. */
function read(world: ReturnType<typeof commits>, sha: string, known = new Map()) {
  return readProject(world, sha, world.tree(sha), known);
}

const base = {
  "dbt_project.yml": "name: shop",
  "models/a.sql": "{{ ref('b') }}",
  "models/b.sql": "select 1",
  "models/same.sql": "select 1",
  "models/link.sql": "/etc/passwd",
  "models/docs.md": "{% docs a %}A.{% enddocs %}",
  "models/s.yml": "models: [{name: a, description: \"{{ doc('a') }}\"}]",
  "seeds/c.csv": "id\n1",
  "target/compiled/a.sql": "",
};

test("a project is read from a commit, without seeds' rows, symlinks and what dbt wrote", async () => {
  const world = commits({ base });

  const project = await read(world, "base");

  expect(project?.models.map(({ name, description }) => [name, description])).toEqual([
    ["a", "A."],
    ["b", ""],
    ["same", ""],
  ]);
  expect(project?.seeds.map(({ name }) => name)).toEqual(["c"]);
  expect(world.asked).toEqual([
    "dbt_project.yml",
    "models/a.sql",
    "models/b.sql",
    "models/same.sql",
    "models/docs.md",
    "models/s.yml",
  ]);
});

test("of another commit only what differs is read", async () => {
  const head = {
    ...base,
    "models/a.sql": "{{ ref('same') }}",
    "models/moved.sql": "{{ ref('b') }}",
  };
  const world = commits({ base, head });
  const known = new Map();
  await read(world, "base", known);
  world.asked.length = 0;

  const project = await read(world, "head", known);

  expect(world.asked).toEqual(["models/a.sql"]);
  expect(project?.models.map(({ name, refs }) => [name, refs])).toEqual([
    ["a", ["same"]],
    ["b", []],
    ["moved", ["b"]],
    ["same", []],
  ]);
});

test("a commit without a dbt project has none, and nothing of it is read", async () => {
  const world = commits({ base: { "a.sql": "" } });

  expect(await read(world, "base")).toBeUndefined();
  expect(world.asked).toEqual([]);
});
