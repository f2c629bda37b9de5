import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A notebook that nobody has opened for so long is thrown away, in milliseconds. */
const keptForMs = 3 * 24 * 60 * 60 * 1000;

/** Costly answers by key, in files. */
export interface NotebookFiles {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}

/**
 * A directory below `parent` that keeps answers for a run which has to be gone on with. A page is either whole or
 * not there. Old ones of other runs are thrown away on the way. Rejects when nothing can be written there.
 */
export async function openNotebook(parent: string, name: string): Promise<NotebookFiles> {
  const directory = join(parent, name);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // So that it counts as opened now, although it is an earlier try's.
  await writeFile(join(directory, "opened"), "");
  await throwOldAway(parent);

  const pageOf = (key: string) =>
    join(directory, `${createHash("sha256").update(key).digest("hex").slice(0, 40)}.json`);
  return {
    get: (key) => readFile(pageOf(key), "utf8").catch(() => undefined), // Not there: found out anew.
    async put(key, text) {
      const page = pageOf(key);
      const fresh = `${page}.${randomBytes(4).toString("hex")}.tmp`;
      await writeFile(fresh, text);
      await rename(fresh, page);
    },
  };
}

async function throwOldAway(parent: string): Promise<void> {
  const before = Date.now() - keptForMs;
  for (const name of await readdir(parent)) {
    const opened = await stat(join(parent, name, "opened")).catch(() => undefined); // Being made just now.
    if (opened === undefined || opened.mtimeMs > before) continue;
    // In use elsewhere after all: what is lost is found out again.
    await rm(join(parent, name), { recursive: true, force: true });
  }
}
