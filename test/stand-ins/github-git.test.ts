import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cleanEnvironment } from "./github-git-objects.ts";
import { type GitHubStandIn, startGitHubStandIn } from "./github-stand-in.ts";

let github: GitHubStandIn;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "github-git-"));
  github = await startGitHubStandIn({
    users: [{ login: "alice" }, { login: "rita", permission: "read" }],
    repositories: [
      {
        name: "shop",
        private: true,
        files: { "README.md": "# shop\n", "models/é.sql": "select 1\n" },
      },
      { name: "open", files: { "README.md": "open\n" } },
    ],
  });
});
afterAll(async () => {
  await github.close();
  await rm(directory, { recursive: true });
});

const run = promisify(execFile);

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", directory, ...args], { env: cleanEnvironment() });
  return stdout.trim();
}

function addressFor(login: string, repository = "shop"): string {
  const token = github.tokenOf(login);
  return github.gitUrl(repository).replace("http://", `http://x-access-token:${token}@`);
}

test("a clone holds what the API shows", async () => {
  await git("clone", "-q", addressFor("alice"), "clone");

  const text = await readFile(join(directory, "clone/models/é.sql"), "utf8");
  const [head] = await github.commits("main");
  expect(text).toBe("select 1\n");
  expect(await git("-C", "clone", "rev-parse", "HEAD")).toBe(head?.sha);
  expect(await git("-C", "clone", "fsck", "--strict")).toBe("");
});
