import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isCheckoutPath } from "#runner/checkout/is-checkout-path.ts";
import { openLocal } from "#runner/checkout/open-local.ts";
import { openMirror } from "#runner/checkout/open-mirror.ts";
import { silentLog as log } from "../workshop/silent-log.ts";
import { createGitRepository, type GitRepository } from "./git-repository.ts";

let scratch: string;
let git: GitRepository;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "buster-test-hostile-")));
  git = createGitRepository();
});
afterAll(() => {
  git.remove();
  rmSync(scratch, { recursive: true });
});
const aMirror = (name: string) =>
  openMirror({
    directory: join(scratch, name),
    remote: git.url,
    credential: async () => undefined,
    log,
  });

/** A commit with one file under a name that git's own tools refuse. Directories are parts. */
function commitNamed(parts: readonly string[]): string {
  let oid = git.git(["hash-object", "-w", "--stdin"], "written by the commit\n");
  for (const [index, name] of parts.toReversed().entries()) {
    const entry = Buffer.concat([
      Buffer.from(`${index === 0 ? "100644" : "40000"} ${name}\0`),
      Buffer.from(oid, "hex"),
    ]);
    oid = git.git(["hash-object", "-w", "-t", "tree", "--literally", "--stdin"], entry);
  }
  const sha = git.git(["commit-tree", oid, "-m", "hostile"]);
  git.git(["update-ref", `refs/heads/hostile-${sha}`, sha]);
  return sha;
}

describe("a commit with a path that no checkout may have", () => {
  const hostile = [
    ["..", "escaped"],
    ["models", "..", "..", "escaped"],
    ["models/../../escaped"],
    ["/tmp/buster-test-escaped"],
    [".git", "config"],
    [".GIT", "hooks"],
    ["models", ".git", "config"],
    [".g\u200cit", "config"],
    ["git~1", "config"],
    [".git. ", "config"],
    [".git:stream"],
    ["models\\..\\..\\escaped"],
    ["."],
  ];

  test.each(hostile.map((parts) => ({ parts })))(
    "is not written out: $parts",
    async ({ parts }) => {
      const sha = commitNamed(parts);
      const directory = join(scratch, "outside", sha, "workspace");
      mkdirSync(directory, { recursive: true });

      const writing = openLocal({ directory: git.directory, log }).materialise(sha, directory);

      await expect(writing).rejects.toThrow("a path that no checkout may have");
      expect(readdirSync(join(scratch, "outside", sha), { recursive: true })).toEqual([
        "workspace",
      ]);
    },
  );

  test.each([{ parts: ["..", "escaped"] }, { parts: [".git", "config"] }])(
    "does not even come into a mirror: $parts",
    async ({ parts }) => {
      const sha = commitNamed(parts);
      const repository = aMirror("hostile");

      const fetching = repository.fetch([sha]);

      await expect(fetching).rejects.toMatchObject({ code: "repository-unavailable" });
      await expect(repository.tree(sha)).rejects.toMatchObject({ code: "repository-unavailable" });
    },
  );

  test("is listed all the same, because a reviewer must see it", async () => {
    const sha = commitNamed([".git", "config"]);

    const tree = await openLocal({ directory: git.directory, log }).tree(sha);

    expect(tree).toMatchObject([{ path: ".git/config" }]);
  });

  test.each([
    ".gitignore",
    ".github/workflows/ci.yml",
    "models/.gitkeep",
    "git/a.sql",
    "a:b.sql",
    "..a/b",
    "a.git/b",
  ])("other names are harmless: %s", (path) => {
    expect(isCheckoutPath(path)).toBe(true);
  });
});

describe("a repository that would run programs", () => {
  const attributes = "* filter=trap diff=trap text eol=crlf ident working-tree-encoding=UTF-16\n";
  const files = { ".gitattributes": attributes, "a.sql": "select 1 -- $Id$\n" };
  let canary: string;
  let base: string;
  let head: string;
  beforeAll(() => {
    canary = join(scratch, "sprung");
    base = git.commit("refs/heads/traps", files);
    head = git.commit("refs/heads/traps", { ...files, "a.sql": "select 2 -- $Id$\n" }, base);
  });

  /** Every place where git's own settings name a program. */
  function setTraps(gitDirectory: string): void {
    const trap = join(scratch, "trap.sh");
    writeFileSync(trap, `#!/bin/sh\necho "$0 $*" >> ${canary}\ncat\n`);
    chmodSync(trap, 0o755);
    const settings = {
      "filter.trap.smudge": trap,
      "filter.trap.clean": trap,
      "filter.trap.process": trap,
      "diff.trap.textconv": trap,
      "diff.trap.command": trap,
      "diff.external": trap,
      "core.fsmonitor": trap,
      "core.hooksPath": join(gitDirectory, "hooks"),
      "core.sshCommand": trap,
      "core.askPass": trap,
      "core.pager": trap,
      "core.editor": trap,
      "core.alternateRefsCommand": trap,
      "credential.helper": trap,
      "uploadpack.packObjectsHook": trap,
      "gpg.program": trap,
    };
    for (const [key, value] of Object.entries(settings)) {
      execFileSync("git", [`--git-dir=${gitDirectory}`, "config", key, value]);
    }
    const hooks = [
      "post-checkout",
      "reference-transaction",
      "post-index-change",
      "pre-auto-gc",
      "post-merge",
      "fsmonitor-watchman",
    ];
    mkdirSync(join(gitDirectory, "hooks"), { recursive: true });
    for (const hook of hooks) {
      rmSync(join(gitDirectory, "hooks", hook), { force: true });
      symlinkSync(trap, join(gitDirectory, "hooks", hook));
    }
  }

  test("runs none of them when it is fetched, compared and written out", async () => {
    const repository = aMirror("traps");
    await repository.fetch([base]);
    const mirror = join(scratch, "traps", "mirror.git");
    setTraps(mirror);
    setTraps(git.directory);
    execFileSync("git", [`--git-dir=${mirror}`, "update-ref", "refs/heads/probe", base], {
      stdio: "ignore",
    });
    expect(readFileSync(canary, "utf8")).toContain("reference-transaction");
    rmSync(canary);

    await repository.fetch([head, "refs/heads/traps"]);
    expect(await repository.changedFiles(base, head)).toEqual([
      { path: "a.sql", status: "modified" },
    ]);
    expect(await repository.resolve("refs/heads/traps")).toBe(head);
    expect(await repository.readFile(head, "a.sql")).toBe("select 2 -- $Id$\n");
    await repository.materialise(head, join(scratch, "written"));

    expect(readFileSync(join(scratch, "written", "a.sql"), "utf8")).toBe("select 2 -- $Id$\n");
    expect(existsSync(canary)).toBe(false);
  });

  test("runs none of them when it is a person's own clone", async () => {
    const clone = join(scratch, "clone");
    execFileSync("git", ["clone", "--quiet", "--branch", "traps", git.directory, clone]);
    setTraps(join(clone, ".git"));
    rmSync(canary, { force: true });
    const repository = openLocal({ directory: clone, log });

    await repository.fetch([base, head]);
    await repository.changedFiles(base, head);
    await repository.readFile(head, "a.sql");
    await repository.materialise(head, join(scratch, "written-from-clone"));

    expect(existsSync(canary)).toBe(false);
  });

  test("fetches nothing behind our back when an object is missing", async () => {
    const promised = join(scratch, "promised.git");
    execFileSync("git", ["init", "--bare", "--quiet", promised]);
    const inPromised = (...args: string[]) =>
      execFileSync("git", [`--git-dir=${promised}`, ...args]);
    inPromised("config", "extensions.partialClone", "origin");
    inPromised("config", "remote.origin.promisor", "true");
    inPromised("config", "remote.origin.url", `ext::sh -c "touch ${canary}"`);
    inPromised("config", "protocol.ext.allow", "always");

    const reading = openLocal({ directory: promised, log }).tree(head);

    await expect(reading).rejects.toMatchObject({ code: "repository-unavailable" });
    expect(existsSync(canary)).toBe(false);
  });
});

test("a submodule is neither fetched nor written out", async () => {
  const inner = git.commit("refs/heads/inner", { "secret.sql": "select 'inner'\n" });
  const outer = git.commit("refs/heads/outer", {
    ".gitmodules": `[submodule "inner"]\n\tpath = inner\n\turl = ${git.url}\n`,
    "a.sql": "select 1\n",
    inner: { submodule: inner },
  });
  const repository = aMirror("submodules");
  await repository.fetch([outer]);

  await repository.materialise(outer, join(scratch, "outer"));

  expect(readdirSync(join(scratch, "outer")).toSorted()).toEqual([".gitmodules", "a.sql"]);
  await expect(repository.tree(inner)).rejects.toMatchObject({ code: "repository-unavailable" });
});

test("a commit that unfolds into billions of files is given up", async () => {
  let oid = git.git(["hash-object", "-w", "--stdin"], "boom\n");
  for (let level = 0; level < 10; level++) {
    const kind = level === 0 ? "100644 blob" : "040000 tree";
    const entries = Array.from({ length: 10 }, (_, index) => `${kind} ${oid}\t${index}\n`);
    oid = git.git(["mktree"], entries.join(""));
  }
  const sha = git.git(["commit-tree", oid, "-m", "bomb"]);
  git.git(["update-ref", "refs/heads/bomb", sha]);
  const repository = aMirror("bomb");
  await repository.fetch([sha]);

  const reading = repository.tree(sha);

  await expect(reading).rejects.toThrow("the answer is longer than 64 MiB");
});
