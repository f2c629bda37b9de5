import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Caller } from "./github-api.ts";
import { makeCommit } from "./github-commit-files.ts";
import type { Files, GitHubOptions } from "./github-options.ts";
import { tokenOf } from "./github-upstream.ts";
import type { World } from "./github-world.ts";

/** Gives every repository its first commit on `main`. Nobody hears of it. */
export async function seedRepositories(
  world: World,
  repositories: GitHubOptions["repositories"],
): Promise<void> {
  const owner: Caller = {
    kind: "user",
    login: `${world.organization}-owner`,
    permissions: {},
    repositories: [],
    authorization: `token ${tokenOf(`${world.organization}-owner`)}`,
  };
  for (const { name, files } of repositories) {
    const repo = `${world.organization}/${name}`;
    const changes = isDirectory(files) ? await readFiles(files.directory) : files;
    for (const content of Object.values(changes)) {
      // So that the mirror need not fetch them one by one.
      await world.mirrors.write(repo, "blob", Buffer.from(content));
    }
    const message = "Initial commit";
    const sha = await makeCommit(world, owner, { repo, parent: undefined, message, changes });
    if (typeof sha !== "string") throw new Error(`seeding ${repo}: ${JSON.stringify(sha.body)}`);
    await world.upstream.ask("POST", `/repos/${repo}/git/refs`, { ref: "refs/heads/main", sha });
  }
}

function isDirectory(files: Files | { directory: string }): files is { directory: string } {
  return Object.keys(files).length === 1 && typeof files.directory === "string";
}

/** Every file below the directory, without `.git`; text as text, so that most of it is sent at once. */
async function readFiles(directory: string): Promise<Files> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((path) => path.split(sep)[0] !== ".git");
  const read = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(join(directory, path));
      const text = bytes.toString("utf8");
      const isText = Buffer.from(text, "utf8").equals(bytes);
      return [path.split(sep).join("/"), isText ? text : bytes] as const;
    }),
  );
  return Object.fromEntries(read);
}
