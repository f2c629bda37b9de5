import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runIndex } from "#bot/cli/index-command.ts";
import { indexDirectory } from "#runner/checkout/index-directory.ts";
import { aDirectory } from "../cli/a-directory.ts";
import { aTerminal } from "../cli/a-terminal.ts";

const shop = {
  "dbt_project.yml": "name: shop\n",
  "models/a.sql": "select * from {{ source('raw', 't') }}",
  "models/b.sql": "select * from {{ ref('a') }}",
  "models/s.yml":
    "sources: [{name: raw, tables: [{name: t}]}]\nmodels: [{name: a, description: First}]",
};

async function index(cwd: string, json = true) {
  const terminal = aTerminal(false);
  const code = await runIndex({ project: ".", json }, { terminal, cwd });
  return { code, ...terminal.written() };
}

/** A while after everything was written: what changed a moment ago is not kept. */
const later = () => new Date(Date.now() + 10_000);

test("a project is printed as JSON with what reads what", async () => {
  const cwd = aDirectory({
    ...shop,
    "models/off.sql": "{{ config(enabled=false) }} {{ ref('a') }}",
    "models/x.yml": "exposures: [{name: board, type: dashboard, depends_on: [ref('b')]}]",
  });

  const { code, out } = await index(cwd);
  const found = JSON.parse(out);

  expect(code).toBe(0);
  expect(found.edges).toEqual([
    ["raw.t", "a"],
    ["a", "b"],
    ["b", "exposure:board"],
  ]);
  expect(found.models).toMatchObject([
    { name: "a", path: "models/a.sql", description: "First", sources: ["raw.t"], enabled: true },
    { name: "b", refs: ["a"] },
    { name: "off", enabled: false },
  ]);
  expect(Object.keys(found)).toEqual(
    expect.arrayContaining(["seeds", "sources", "snapshots", "exposures", "macros", "problems"]),
  );
});

test("people read counts, folders, and problems with their place", async () => {
  const cwd = aDirectory({
    ...shop,
    "models/marts/c.sql": "\n{{ ref(run_query('x')) }}",
    "models/broken.yml": "models:\n  - name: [",
  });

  const { code, out } = await index(cwd, false);

  expect(code).toBe(1);
  expect(out).toContain("3 models, 1 source table, 2 edges");
  expect(out).toMatch(/2 {2}models\n/);
  expect(out).toMatch(/1 problem\n {2}models\/broken\.yml:\d+ {2}line/);
  expect(out).toMatch(/1 note\n {2}models\/marts\/c\.sql:2 {2}ref of something computed/);
});

test("where there is no project, that is said", async () => {
  const cwd = aDirectory({ "readme.md": "" });

  const { code, err } = await index(cwd);

  expect(code).toBe(3);
  expect(err).toContain("no dbt_project.yml");
});

test("the second time only what changed is read", () => {
  const directory = aDirectory({
    ...shop,
    "profiles.yml": "shop: {outputs: {dev: {password: secret}}}",
  });
  indexDirectory({ directory, isKept: true, now: later() });
  const kept = join(directory, ".buster/cache/index.jsonl");
  // What is kept is believed: a mark in it shows that the file was not read again.
  const marked = readFileSync(kept, "utf8").replace("First", "Kept");
  writeFileSync(kept, marked);
  writeFileSync(join(directory, "models/b.sql"), "select * from {{ ref('a') }} {{ ref('c') }}");
  writeFileSync(join(directory, "models/c.sql"), "select 1");
  rmSync(join(directory, "profiles.yml"));

  const again = indexDirectory({ directory, isKept: true, now: later() });

  expect(again?.models.map(({ name, refs, description }) => [name, refs, description])).toEqual([
    ["a", [], "Kept"],
    ["b", ["a", "c"], ""],
    ["c", [], ""],
  ]);
  expect(marked).not.toContain("secret");
  expect(readFileSync(join(directory, ".buster/cache/.gitignore"), "utf8")).toBe("*\n");
});

test("a file of the same size and time that was written again is read again", () => {
  const directory = aDirectory(shop);
  const path = join(directory, "models/b.sql");
  const { atime, mtime } = lstatSync(path);
  indexDirectory({ directory, isKept: true, now: later() });
  writeFileSync(path, "select * from {{ ref('z') }}");
  utimesSync(path, atime, mtime);

  expect(indexDirectory({ directory, isKept: true, now: later() })?.models[1]?.refs).toEqual(["z"]);
});

test.each([
  ["cut off", (text: string) => text.slice(0, -40)],
  ["of another version", (text: string) => text.replace(/"version":\d+/, '"version":0')],
  ["nonsense", () => "nonsense\n"],
  [
    "of the wrong shape",
    (text: string) =>
      text
        .replaceAll(/"properties":.*\}/g, '"properties":7}]')
        .replaceAll('"refs":["a"]', '"refs":7'),
  ],
])("a cache that is %s is forgotten", (_, spoil) => {
  const directory = aDirectory(shop);
  const before = indexDirectory({ directory, isKept: true, now: later() });
  const kept = join(directory, ".buster/cache/index.jsonl");
  writeFileSync(kept, spoil(readFileSync(kept, "utf8")));

  expect(indexDirectory({ directory, isKept: true, now: later() })?.models[1]).toEqual(
    before?.models[1],
  );
});

test("what changes is kept behind the rest, a line that was cut off included, until most is old", () => {
  const directory = aDirectory({
    ...shop,
    "models/s.yml": "models: [{name: a, columns: [{name: id, description: First}]}]",
  });
  const kept = join(directory, ".buster/cache/index.jsonl");
  const lines = () => readFileSync(kept, "utf8").trimEnd().split("\n").length;
  const change = (time: number) => {
    writeFileSync(join(directory, "models/b.sql"), `select ${time} from {{ ref('a') }}`);
    return indexDirectory({ directory, isKept: true, now: later() });
  };
  indexDirectory({ directory, isKept: true, now: later() });
  const whole = lines();
  writeFileSync(kept, readFileSync(kept, "utf8").slice(0, -1));

  const counts = [1, 2, 3, 4, 5].map((time) => [change(time), lines()] as const);

  expect(counts.map(([, count]) => count - whole)).toEqual([1, 2, 3, 4, 0]);
  for (const [project] of counts) {
    expect(project?.models[1]?.refs).toEqual(["a"]);
    expect(project?.models[0]?.columns[0]?.description).toBe("First");
  }
});

test("nothing is kept through a symlink, and that is no error", () => {
  const directory = aDirectory(shop);
  const elsewhere = aDirectory();
  symlinkSync(elsewhere, join(directory, ".buster"));

  expect(indexDirectory({ directory, isKept: true, now: later() })?.models).toHaveLength(2);
  expect(readdirSync(elsewhere)).toEqual([]);
});

test("what dbt writes and what symlinks lead to is not read; packages are", () => {
  const outside = aDirectory({ "secret.sql": "{{ ref('secret') }}" });
  const directory = aDirectory({
    ...shop,
    "target/compiled/shop/models/a.sql": "",
    "models/target/kept.sql": "",
    "dbt_packages/p/dbt_project.yml": "name: p",
    "dbt_packages/p/models/of_p.sql": "",
    ".hidden/models/h.sql": "",
  });
  symlinkSync(join(outside, "secret.sql"), join(directory, "models/link.sql"));
  symlinkSync(outside, join(directory, "models/linked"));

  const project = indexDirectory({ directory, isKept: false });

  expect(project?.models.map(({ name }) => name)).toEqual(["a", "b", "kept"]);
  expect(project?.packages[0]?.models.map(({ name }) => name)).toEqual(["of_p"]);
  expect(existsSync(join(directory, ".buster"))).toBe(false);
});

test("hostile files are named and harm nobody", () => {
  const bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 9; level++) {
    bomb.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(", ")}]`,
    );
  }
  const directory = aDirectory({
    ...shop,
    "models/bomb.yml": bomb.join("\n"),
    "models/deep.yml": `models: ${"[".repeat(100_000)}`,
    "models/nul.yml": "models: [{name: a\0}]",
    "models/long.sql": `${"x".repeat(10 * 1024 * 1024)}{{ ref('a') }}`,
    "models/twice.yml": "models:\n  - name: b\n    description: one\n    description: two\n",
    "models/open.sql": "{{ ref('a') }}\n{% raw %} {{ ref('b')",
    "models/crlf.yml":
      "\ufeffmodels:\r\n  - name: crlf\r\n    description: |\r\n      Two\r\n      lines\r\n",
    "models/crlf.sql": "\ufeffselect *\r\nfrom {{ ref('a') }}\r\n",
    "models/bytes.sql": "\u0000\u0001{{ ref('a') }}",
  });

  const project = indexDirectory({ directory, isKept: false });
  const of = (name: string) => project?.models.find((model) => model.name === name);

  expect(project?.problems.map(({ path, line }) => [path, line]).sort()).toEqual([
    ["models/bomb.yml", undefined],
    ["models/deep.yml", 1],
    ["models/long.sql", undefined],
    ["models/nul.yml", 1],
    ["models/open.sql", 2],
    ["models/twice.yml", 4],
  ]);
  expect(of("a")?.description).toBe("First");
  expect(of("b")?.description).toBe("two");
  expect(of("open")?.refs).toEqual(["a"]);
  expect(of("bytes")?.refs).toEqual(["a"]);
  expect(of("crlf")).toMatchObject({ refs: ["a"], description: "Two\nlines" });
});

const manifest = JSON.stringify({
  metadata: { dbt_schema_version: "https://schemas.getdbt.com/dbt/manifest/v12.json" },
  nodes: {
    "model.shop.a": node("a", ["source.shop.raw.t"]),
    "model.shop.b": { ...node("b", ["model.shop.a"]), compiled_code: "select * from main.a" },
    "model.shop.c": node("c", ["model.shop.b", "source.shop.raw.t"]),
    "model.shop.gone": node("gone", []),
    "test.shop.x": { ...node("x", []), name: "x" },
  },
  sources: { "source.shop.raw.t": { source_name: "raw", name: "t" } },
});

function node(name: string, nodes: string[]) {
  const path = `models/${name}.sql`;
  const place = { database: "db", schema: "built", alias: `${name}_here` };
  return { name, package_name: "shop", original_file_path: path, depends_on: { nodes }, ...place };
}

function withManifest(text = manifest): string {
  const directory = aDirectory({
    ...shop,
    "models/b.sql": "select 1",
    "models/c.sql": "{{ ref(run_query('x')) }}",
    "models/new.sql": "",
    "target/manifest.json": text,
  });
  utimesSync(join(directory, "target/manifest.json"), new Date(), new Date(Date.now() + 5_000));
  return directory;
}

test("a fresh manifest fills in what files do not say, and differences are told", () => {
  const project = indexDirectory({ directory: withManifest(), isKept: false });
  const of = (name: string) => project?.models.find((model) => model.name === name);

  expect(of("c")).toMatchObject({ refs: ["b"], sources: ["raw.t"], hasUnclearRefs: false });
  expect(of("b")).toMatchObject({
    refs: [],
    compiledSql: "select * from main.a",
    built: { database: "db", schema: "built", name: "b_here" },
  });
  expect(project?.problems.map(({ path, message }) => [path, message])).toEqual([
    ["models/b.sql", "target/manifest.json says that b reads a; the file does not"],
    ["models/gone.sql", "target/manifest.json has gone; the files say there is none, or it is off"],
    ["models/new.sql", "new is on as the files say; target/manifest.json has none"],
  ]);
});

test("a manifest that is older than a file is told and not used", () => {
  const directory = withManifest();
  const newer = new Date(Date.now() + 60_000);
  utimesSync(join(directory, "models/a.sql"), newer, newer);

  const project = indexDirectory({ directory, isKept: false });

  expect(project?.models.find(({ name }) => name === "c")?.hasUnclearRefs).toBe(true);
  expect(project?.problems.map(({ message }) => message)).toContain(
    "it is older than models/a.sql: it is not used",
  );
});

test.each([
  ["half of a manifest", manifest.slice(0, 300)],
  ["no manifest", "[1]"],
])("%s is told and not used", (_, text) => {
  const project = indexDirectory({ directory: withManifest(text), isKept: false });

  expect(project?.models).toHaveLength(4);
  expect(project?.problems.at(-1)?.message).toContain("no manifest of this project");
});

test("what changed a moment ago may change again without a trace: it is not kept", () => {
  const directory = aDirectory(shop);
  indexDirectory({ directory, isKept: true, now: new Date(0) });

  expect(existsSync(join(directory, ".buster/cache"))).toBe(false);
});
