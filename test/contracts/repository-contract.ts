import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Repository, WorldFailure } from "#runner/ports.ts";
import type { FileInGit } from "../checkout/git-repository.ts";

/** Where the branch left main. */
export const atBase: Readonly<Record<string, FileInGit>> = {
  "dbt_project.yml": "name: shop\n",
  "models/orders.sql": "select 1 as order_id\n",
  "models/customers.sql": "select 1 as customer_id\n",
  "models/moved.sql": "select 'the very same text before and after' as moved\n",
};

const largest = 5 * 1024 * 1024;

/** The branch's newest commit. */
export const atHead: Readonly<Record<string, FileInGit>> = {
  "dbt_project.yml": "name: shop\n",
  "models/orders.sql": "select 2 as order_id\n",
  "models/marts/moved.sql": "select 'the very same text before and after' as moved\n",
  "models/größe und\tmehr\n.sql": "select 'ß' as s\n",
  "seeds/empty.csv": "",
  "seeds/large.csv": { bytes: Buffer.alloc(largest + 1, "x") },
  "seeds/latin.csv": { bytes: Buffer.from([0x6e, 0xe4, 0x0a]) },
  "bin/load.sh": { executable: "#!/bin/sh\n" },
  "link.sql": { symlink: "../../../etc/passwd" },
  vendor: { submodule: "1234567890123456789012345678901234567890" },
};

export interface RepositoryUnderTest {
  repository: Repository;
  baseSha: string;
  headSha: string;
  /** A name of the head. */
  branch: string;
}

/** What every Repository with commits promises, over `atBase` and `atHead`. */
export function describeRepository(subject: () => RepositoryUnderTest): void {
  const directories: string[] = [];
  const aDirectory = () => {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), "buster-test-checkout-")));
    directories.push(directory);
    return directory;
  };
  afterEach(() => {
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
  });

  test("a commit lists its files with mode and size", async () => {
    const { repository, headSha } = subject();

    const tree = await repository.tree(headSha);

    expect(tree.map(({ path }) => path).toSorted()).toEqual(Object.keys(atHead).toSorted());
    const byPath = new Map(tree.map((entry) => [entry.path, entry]));
    expect(byPath.get("bin/load.sh")).toMatchObject({ mode: "100755", size: 10 });
    expect(byPath.get("link.sql")).toMatchObject({ mode: "120000" });
    expect(byPath.get("vendor")).toMatchObject({ mode: "160000", size: 0 });
    expect(byPath.get("seeds/empty.csv")).toMatchObject({ mode: "100644", size: 0 });
  });

  test("files are read as they are in their commit, whatever they are called", async () => {
    const { repository, baseSha, headSha } = subject();

    expect(await repository.readFile(baseSha, "models/orders.sql")).toBe("select 1 as order_id\n");
    expect(await repository.readFile(headSha, "models/orders.sql")).toBe("select 2 as order_id\n");
    expect(await repository.readFile(headSha, "models/größe und\tmehr\n.sql")).toBe(
      "select 'ß' as s\n",
    );
    expect(await repository.readFile(headSha, "seeds/empty.csv")).toBe("");
    expect(await repository.readFile(headSha, "seeds/latin.csv")).toBe("n\ufffd\n");
  });

  test("what is no file there is undefined, not an error", async () => {
    const { repository, headSha } = subject();

    for (const path of ["nothing.sql", "models", "models/", "link.sql", "vendor", "/etc/passwd"]) {
      expect(await repository.readFile(headSha, path), path).toBeUndefined();
    }
  });

  test("a file above 5 MiB is not read as text", async () => {
    const { repository, headSha } = subject();

    expect(await repository.readFile(headSha, "seeds/large.csv")).toBeUndefined();
  });

  test("many files are read at once, without those that are not there", async () => {
    const { repository, headSha } = subject();
    const paths = ["models/orders.sql", "nothing.sql", "dbt_project.yml", "models/orders.sql"];

    const files = await repository.readFiles(headSha, paths);

    expect([...files]).toEqual([
      ["models/orders.sql", "select 2 as order_id\n"],
      ["dbt_project.yml", "name: shop\n"],
    ]);
  });

  test("questions asked at the same time get their own answers", async () => {
    const { repository, baseSha, headSha } = subject();
    const shas = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? baseSha : headSha));

    const texts = await Promise.all(
      shas.map((sha) => repository.readFile(sha, "models/orders.sql")),
    );

    expect(texts).toEqual(shas.map((sha) => `select ${sha === baseSha ? 1 : 2} as order_id\n`));
  });

  test("a branch changes what it changed since it left, not what main did meanwhile", async () => {
    const { repository, baseSha, headSha } = subject();

    const changes = await repository.changedFiles(baseSha, headSha);

    expect(Object.fromEntries(changes.map(({ path, status }) => [path, status]))).toEqual({
      "bin/load.sh": "added",
      "link.sql": "added",
      "models/customers.sql": "deleted",
      "models/größe und\tmehr\n.sql": "added",
      "models/marts/moved.sql": "added",
      "models/moved.sql": "deleted",
      "models/orders.sql": "modified",
      "seeds/empty.csv": "added",
      "seeds/large.csv": "added",
      "seeds/latin.csv": "added",
      vendor: "added",
    });
    expect(await repository.changedFiles(headSha, headSha)).toEqual([]);
  });

  test("a name, a beginning and a full id stand for the same commit", async () => {
    const { repository, headSha, branch } = subject();

    expect(await repository.resolve(branch)).toBe(headSha);
    expect(await repository.resolve(headSha.slice(0, 10))).toBe(headSha);
    expect(await repository.resolve(headSha)).toBe(headSha);
  });

  test.each(["nothing", "--all", "-h", "", "refs/heads/*", "0".repeat(40), "a\nb", "..", "@{-1}"])(
    "%j stands for no commit",
    async (revision) => {
      const { repository } = subject();

      expect(await repository.resolve(revision)).toBeUndefined();
    },
  );

  test("a commit is written out as plain files", async () => {
    const { repository, headSha } = subject();
    const directory = aDirectory();

    await repository.materialise(headSha, directory);

    const written = readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => ({
        path: join(entry.parentPath, entry.name).slice(directory.length + 1),
        isFile: entry.isFile(),
      }));
    const expected = Object.keys(atHead).filter((path) => path !== "vendor");
    expect(written.map(({ path }) => path).toSorted()).toEqual(expected.toSorted());
    expect(written.every(({ isFile }) => isFile)).toBe(true);
    expect(readFileSync(join(directory, "link.sql"), "utf8")).toBe("../../../etc/passwd");
    expect(readFileSync(join(directory, "seeds/large.csv"))).toHaveLength(largest + 1);
    expect([...readFileSync(join(directory, "seeds/latin.csv"))]).toEqual([0x6e, 0xe4, 0x0a]);
    const modeOf = (path: string) => (statSync(join(directory, path)).mode & 0o777).toString(8);
    expect(modeOf("bin/load.sh")).toBe("755");
    expect(modeOf("models/orders.sql")).toBe("644");
    expect(modeOf("models/marts")).toBe("755");
  });

  test("nothing that is there already is written over", async () => {
    const { repository, headSha } = subject();
    const directory = aDirectory();
    await repository.materialise(headSha, directory);

    const again = repository.materialise(headSha, directory);

    await expect(again).rejects.toMatchObject({ code: "repository-unavailable" });
  });

  test.each(["0123456789012345678901234567890123456789", "main", "--all", ""])(
    "%j is no commit to read from",
    async (sha) => {
      const { repository, headSha } = subject();

      const answers = await Promise.allSettled([
        repository.fetch([sha === "main" ? "refs/heads/nothing" : sha]),
        repository.tree(sha),
        repository.readFile(sha, "dbt_project.yml"),
        repository.readFiles(sha, ["dbt_project.yml"]),
        repository.changedFiles(sha, headSha),
        repository.changedFiles(headSha, sha),
        repository.materialise(sha, aDirectory()),
      ]);

      for (const answer of answers) {
        const reason = answer.status === "rejected" ? answer.reason : undefined;
        expect(reason).toBeInstanceOf(WorldFailure);
        expect(reason).toMatchObject({ code: "repository-unavailable" });
      }
    },
  );
}
