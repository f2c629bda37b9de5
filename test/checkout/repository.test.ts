import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { openLocal } from "#runner/checkout/open-local.ts";
import { openMirror } from "#runner/checkout/open-mirror.ts";
import {
  atBase,
  atHead,
  describeRepository,
  type RepositoryUnderTest,
} from "../contracts/repository-contract.ts";
import { silentLog as log } from "../workshop/silent-log.ts";
import { createGitRepository, type FileInGit, type GitRepository } from "./git-repository.ts";
import { type GitServer, startGitServer } from "./git-server.ts";

type Files = Readonly<Record<string, FileInGit>>;

/** main went on after the branch left it, so the base of a comparison is not where they part. */
function fill(git: GitRepository, below = ""): { baseSha: string; headSha: string } {
  const placed = (files: Files): Files => ({
    ...(below === "" ? {} : { "README.md": "above the project\n" }),
    ...Object.fromEntries(Object.entries(files).map(([path, file]) => [`${below}${path}`, file])),
  });
  const left = git.commit("refs/heads/main", placed(atBase));
  const headSha = git.commit("refs/heads/docs/orders", placed(atHead), left);
  const baseSha = git.commit(
    "refs/heads/main",
    placed({ ...atBase, "models/later.sql": "select 3\n" }),
    left,
  );
  return { baseSha, headSha };
}

let git: GitRepository;
let server: GitServer;
let shas: { baseSha: string; headSha: string };
let directory: string;
beforeAll(async () => {
  git = createGitRepository();
  shas = fill(git);
  server = await startGitServer({ root: join(git.directory, "..") });
  directory = mkdtempSync(join(tmpdir(), "buster-test-mirror-"));
});
afterAll(async () => {
  await server.stop();
  git.remove();
  rmSync(directory, { recursive: true });
});

describe.each([
  ["file", () => git.url],
  ["http", () => `${server.url}/shop.git`],
])("mirror over %s", (kind, remote) => {
  let subject: RepositoryUnderTest;
  beforeAll(async () => {
    const repository = openMirror({
      directory: join(directory, kind),
      remote: remote(),
      credential: async () => undefined,
      log,
    });
    await repository.fetch([shas.baseSha, "docs/orders"]);
    subject = { repository, ...shas, branch: "docs/orders" };
  });

  describeRepository(() => subject);
});

describe("a person's own clone", () => {
  describeRepository(() => ({
    repository: openLocal({ directory: git.directory, log }),
    ...shas,
    branch: "docs/orders",
  }));
});

describe("a project below the top of a clone", () => {
  let clone: string;
  let subject: RepositoryUnderTest;
  beforeAll(() => {
    const whole = createGitRepository();
    const shasOfWhole = fill(whole, "data/shop/");
    clone = join(directory, "clone");
    whole.git(["worktree", "add", "--quiet", clone, "main"]);
    const repository = openLocal({ directory: join(clone, "data/shop"), log });
    subject = { repository, ...shasOfWhole, branch: "docs/orders" };
    return () => whole.remove();
  });

  describeRepository(() => subject);
});
