import {
  appendFileSync,
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openMirror } from "#runner/checkout/open-mirror.ts";
import type { Repository } from "#runner/ports.ts";
import { machine } from "../machine.ts";
import { silentLog as log } from "../workshop/silent-log.ts";
import { createGitRepository, type FileInGit, type GitRepository } from "./git-repository.ts";

const files: Record<string, FileInGit> = {
  "dbt_project.yml": "name: shop\n",
  "models/a.sql": "select 1\n",
  "models/b.sql": "select 2\n",
  "models/staging/c.sql": "select 3\n",
  "run.sh": { executable: "echo\n" },
};

describe.skipIf(!machine.git)("a workspace that is used again (needs git)", () => {
  let git: GitRepository;
  let scratch: string;
  let repository: Repository;
  let head: string;
  beforeEach(async () => {
    scratch = realpathSync(mkdtempSync(join(tmpdir(), "buster-test-trees-")));
    git = createGitRepository();
    head = git.commit("refs/heads/main", files);
    repository = aMirror();
    await repository.fetch([head]);
  });
  afterEach(() => {
    rmSync(scratch, { recursive: true });
    git.remove();
  });

  const aMirror = () =>
    openMirror({
      directory: join(scratch, "mirror"),
      remote: git.url,
      credential: async () => undefined,
      log,
    });
  const workspace = (name: string) => join(scratch, name);
  /** Every path below a directory, with its mode and what it holds. */
  const everything = (directory: string) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const text = entry.isFile() ? readFileSync(path, "utf8") : "no file";
        return [path.slice(directory.length + 1), statSync(path).mode & 0o777, text] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1));
  /** What the same commit looks like where nothing was used before. */
  const fresh = async (sha: string) => {
    const directory = workspace(`fresh-${sha}`);
    await aMirror().materialise(sha, directory);
    return everything(directory);
  };
  const inodeOf = (path: string) => statSync(path).ino;

  test("files that nobody touched stay where they are; the others are written anew", async () => {
    // So many that most were written before the clock of the file system ticked last.
    const many = Object.fromEntries(
      Array.from({ length: 1_500 }, (_none, index) => [
        `models/m${index}.sql`,
        `select ${index}\n`,
      ]),
    );
    const large = git.commit("refs/heads/large", many);
    await repository.fetch([large]);
    await repository.materialise(large, workspace("one"));
    const written = (name: string) =>
      Object.keys(many).map(
        (path) => statSync(join(workspace(name), path), { bigint: true }).ctimeNs,
      );
    const before = written("one");
    writeFileSync(join(workspace("one"), "models/m0.sql"), "drop table x;\n");

    await repository.reclaim?.(workspace("one"));
    await repository.materialise(large, workspace("two"));

    const after = written("two");
    const stayed = after.filter((time, index) => time === before[index]).length;
    expect(existsSync(workspace("one"))).toBe(false);
    expect(everything(workspace("two"))).toEqual(await fresh(large));
    expect(stayed).toBeGreaterThan(100);
    expect(stayed).toBeLessThan(1_500);
  });

  const attacks: Record<string, (directory: string) => void> = {
    "a change of the same length with the old time": (directory) => {
      const path = join(directory, "models/a.sql");
      const { atime, mtime } = statSync(path);
      writeFileSync(path, "select 9\n");
      utimesSync(path, atime, mtime);
    },
    "a longer file": (directory) => appendFileSync(join(directory, "models/a.sql"), "-- more"),
    "a file that is gone": (directory) => rmSync(join(directory, "models/a.sql")),
    "a file more": (directory) => writeFileSync(join(directory, "models/x.sql"), "x"),
    "another file in its place": (directory) => {
      writeFileSync(join(directory, "new"), "select 7\n");
      renameSync(join(directory, "new"), join(directory, "models/a.sql"));
    },
    "a file that is open to all": (directory) => chmodSync(join(directory, "models/a.sql"), 0o777),
    "a file with a second name": (directory) =>
      linkSync(join(directory, "models/a.sql"), join(directory, "second")),
    "two files that changed places": (directory) => {
      renameSync(join(directory, "models/a.sql"), join(directory, "t"));
      renameSync(join(directory, "models/b.sql"), join(directory, "models/a.sql"));
      renameSync(join(directory, "t"), join(directory, "models/b.sql"));
    },
    "a link in place of a directory": (directory) => {
      const outside = join(dirname(directory), "outside");
      mkdirSync(join(outside, "staging"), { recursive: true });
      writeFileSync(join(outside, "a.sql"), "outside");
      rmSync(join(directory, "models"), { recursive: true });
      symlinkSync(outside, join(directory, "models"));
    },
    "a file in place of a directory, and the other way round": (directory) => {
      rmSync(join(directory, "models"), { recursive: true });
      writeFileSync(join(directory, "models"), "x");
      rmSync(join(directory, "run.sh"));
      mkdirSync(join(directory, "run.sh/deep"), { recursive: true });
    },
    "git's own, with a hook": (directory) => {
      mkdirSync(join(directory, ".git/hooks"), { recursive: true });
      writeFileSync(join(directory, ".git/config"), "[core]\n\tfsmonitor = touch /tmp/owned\n");
      writeFileSync(join(directory, ".git/hooks/post-checkout"), "#!/bin/sh\ntouch /tmp/owned\n");
      writeFileSync(join(directory, ".gitattributes"), "* filter=owned\n");
    },
    "a name that is no text": (directory) => {
      const name = Buffer.concat([Buffer.from(`${directory}/models/`), Uint8Array.of(0x62, 0xff)]);
      writeFileSync(name, "bytes");
    },
    "a directory that nobody may enter": (directory) => chmodSync(join(directory, "models"), 0),
  };

  test.each(Object.keys(attacks))("%s is not there for the next run", async (name) => {
    await repository.materialise(head, workspace("one"));
    attacks[name]?.(workspace("one"));

    await repository.reclaim?.(workspace("one"));
    await repository.materialise(head, workspace("two"));

    expect(everything(workspace("two"))).toEqual(await fresh(head));
    expect(statSync(join(workspace("two"), "models")).mode & 0o777).toBe(0o755);
    const outside = join(scratch, "outside/a.sql");
    if (existsSync(outside)) expect(readFileSync(outside, "utf8")).toBe("outside");
  });

  test("it is brought to another commit, and back", async () => {
    const { "models/b.sql": _gone, ...rest } = files;
    const next = git.commit(
      "refs/heads/next",
      { ...rest, "models/a.sql": "select 10\n", "models/b.sql/d.sql": "d", "run.sh": "plain\n" },
      head,
    );
    await repository.fetch([next]);

    for (const [index, sha] of [head, next, head, next].entries()) {
      const directory = workspace(`turn-${index}`);
      mkdirSync(directory);
      await repository.materialise(sha, directory);

      expect(everything(directory)).toEqual(await fresh(sha));
      rmSync(workspace(`fresh-${sha}`), { recursive: true, force: true });
      await repository.reclaim?.(directory);
    }
  });

  test("two runs at once never share one", async () => {
    await repository.materialise(head, workspace("one"));
    await repository.reclaim?.(workspace("one"));

    await Promise.all(
      ["two", "three"].map((name) => repository.materialise(head, workspace(name))),
    );

    const inodes = ["two", "three"].map((name) => inodeOf(join(workspace(name), "models/a.sql")));
    expect(new Set(inodes).size).toBe(2);
  });

  test("what a killed process kept is removed, what another machine keeps is not", async () => {
    const shelf = join(scratch, "mirror/trees");
    const [dead, other] = [`${hostname()}.999999999.1`, `elsewhere.${process.pid + 1}.1`];
    for (const name of [dead, other]) mkdirSync(join(shelf, name), { recursive: true });

    await repository.materialise(head, workspace("one"));

    expect(readdirSync(shelf)).toEqual([other]);
  });
});
