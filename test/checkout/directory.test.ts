import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDirectory } from "#runner/checkout/open-directory.ts";
import { WorldFailure } from "#runner/ports.ts";
import { silentLog as log } from "../workshop/silent-log.ts";

let scratch: string;
let directory: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "buster-test-directory-"));
  directory = join(scratch, "shop");
});
afterEach(() => rmSync(scratch, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}

async function open() {
  const repository = openDirectory({ directory, log });
  const sha = (await repository.resolve("HEAD")) ?? "";
  return { repository, sha };
}

test("the files are those on disk, under one revision", async () => {
  put("models/orders.sql", "select 1\n");
  put("dbt_project.yml", "name: shop\n");
  const { repository, sha } = await open();

  const tree = await repository.tree(sha);

  expect(sha).toMatch(/^[0-9a-f]{40}$/);
  expect(tree).toMatchObject([
    { path: "dbt_project.yml", mode: "100644", size: 11 },
    { path: "models/orders.sql", mode: "100644", size: 9 },
  ]);
  expect(await repository.readFile(sha, "models/orders.sql")).toBe("select 1\n");
  expect(await repository.changedFiles(sha, sha)).toEqual([]);
  expect(await repository.resolve("main")).toBeUndefined();
});

test("what tools make and what holds passwords is left out", async () => {
  const left = [
    ".git/config",
    "target/manifest.json",
    "dbt_packages/a/b.sql",
    "node_modules/a.js",
    ".venv/bin/python",
    "sub/target/run.sql",
    ".env",
    "sub/.env.local",
    "keys/snowflake.p8",
    ".ssh/id_ed25519",
  ];
  const kept = [".env.example", ".gitignore", "models/target.sql", "profiles.yml"];
  for (const path of [...left, ...kept]) put(path, "x");
  const { repository, sha } = await open();

  const tree = await repository.tree(sha);

  expect(tree.map(({ path }) => path)).toEqual(kept);
});

test("no symlink is listed, read or copied", async () => {
  put("a.sql", "select 1\n");
  put("real/b.sql", "select 2\n");
  symlinkSync("/etc/passwd", join(directory, "link.sql"));
  symlinkSync("real", join(directory, "also"));
  const { repository, sha } = await open();

  const target = join(scratch, "workspace");
  await repository.materialise(sha, target);

  expect(readdirSync(target).toSorted()).toEqual(["a.sql", "real"]);
  expect(await repository.readFile(sha, "link.sql")).toBeUndefined();
  expect(await repository.readFile(sha, "also/b.sql")).toBeUndefined();
  expect(await repository.readFile(sha, "../shop/a.sql")).toBeUndefined();
});

test("a file that became a symlink since it was listed is not followed", async () => {
  put("a.sql", "select 1\n");
  const { repository, sha } = await open();
  rmSync(join(directory, "a.sql"));
  symlinkSync("/etc/passwd", join(directory, "a.sql"));

  const text = await repository.readFile(sha, "a.sql");

  expect(text).toBeUndefined();
  const copying = repository.materialise(sha, join(scratch, "workspace"));
  await expect(copying).rejects.toMatchObject({ code: "repository-unavailable" });
});

test("a copy has the same bytes and the plain modes", async () => {
  put("seeds/latin.csv", "");
  writeFileSync(join(directory, "seeds/latin.csv"), Buffer.from([0xe4, 0x0a]));
  put("bin/load.sh", "#!/bin/sh\n");
  chmodSync(join(directory, "bin/load.sh"), 0o700);
  const { repository, sha } = await open();

  await repository.materialise(sha, join(scratch, "workspace"));

  const copied = readFileSync(join(scratch, "workspace", "seeds/latin.csv"));
  expect([...copied]).toEqual([0xe4, 0x0a]);
  expect(await repository.tree(sha)).toMatchObject([{ mode: "100755" }, { mode: "100644" }]);
});

test("another revision, or a directory that is not there, is unavailable", async () => {
  put("a.sql", "select 1\n");
  const { repository } = await open();
  const missing = openDirectory({ directory: join(scratch, "nothing"), log });

  await expect(repository.tree("0".repeat(40))).rejects.toBeInstanceOf(WorldFailure);
  await expect(repository.fetch(["main"])).rejects.toBeInstanceOf(WorldFailure);
  await expect(missing.resolve("HEAD")).rejects.toMatchObject({ code: "repository-unavailable" });
});
