import { mkdir, rm, rmdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runGit } from "./github-git-objects.ts";

/** Commits by full ref name. */
export type Refs = ReadonlyMap<string, string>;

/** A bare repository that shares its objects with all others, as forks do on GitHub. */
export async function layOut(directory: string, objects: string): Promise<void> {
  for (const part of ["refs/heads", "hooks"]) {
    await mkdir(join(directory, part), { recursive: true });
  }
  await mkdir(objects, { recursive: true });
  await symlink(objects, join(directory, "objects"));
  await writeFile(join(directory, "HEAD"), "ref: refs/heads/main\n");
  await writeFile(join(directory, "config"), config);
  await writeFile(join(directory, "protected"), "");
  await writeFile(join(directory, "hooks/update"), refuseProtected, { mode: 0o755 });
}

const config = `[core]
	repositoryformatversion = 0
	bare = true
[http]
	receivepack = true
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[receive]
	autogc = false
	unpackLimit = 1000000
[gc]
	auto = 0
`;

const refuseProtected = `#!/bin/sh
while read -r branch; do
  [ "refs/heads/$branch" = "$1" ] && echo "GH006: Protected branch update failed for $1." && exit 1
done < "$GIT_DIR/protected"
exit 0
`;

/** Where git has the refs now. */
export async function listRefs(directory: string): Promise<Refs> {
  const list = await runGit(directory, ["for-each-ref", "--format=%(refname) %(objectname)"]);
  return new Map(
    list
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ") as [string, string]),
  );
}

/** Writes loose refs; git itself never packs them here. */
export async function moveRefs(directory: string, present: Refs, wanted: Refs): Promise<void> {
  for (const ref of present.keys()) {
    if (wanted.has(ref)) continue;
    await rm(join(directory, ref), { force: true });
    // An empty directory would be in the way of a branch of that name.
    for (let above = dirname(ref); above.split("/").length > 2; above = dirname(above)) {
      await rmdir(join(directory, above)).catch(() => undefined);
    }
  }
  for (const [ref, sha] of wanted) {
    if (present.get(ref) === sha) continue;
    await mkdir(dirname(join(directory, ref)), { recursive: true });
    await writeFile(join(directory, ref), `${sha}\n`);
  }
}
