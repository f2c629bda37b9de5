import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "#agents-schema/digest.ts";
import type { Notebook } from "#runner/documentation/notebook.ts";

/** What a stopped documentation found out is used within this time: data goes on changing. */
const freshForMs = 6 * 60 * 60 * 1000;

/**
 * A notebook in `.buster/cache/document` of the project, which git ignores. `finish` throws it away: only a
 * documentation that was stopped is gone on with. Where nothing can be written, nothing is remembered.
 */
export async function openNotebook(
  project: string,
  now: Date,
): Promise<Notebook & { isContinued: boolean; finish(): Promise<void> }> {
  const cache = join(project, ".buster", "cache");
  const directory = join(cache, "document");
  const began = await readFile(join(directory, "began"), "utf8").catch(() => undefined); // None: a first one.
  const isContinued = began !== undefined && now.getTime() - Date.parse(began) < freshForMs;
  if (!isContinued) await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await writeFile(join(cache, ".gitignore"), "*\n");
  if (!isContinued) await writeFile(join(directory, "began"), now.toISOString());

  const pageOf = (key: string) => join(directory, `${sha256(key).slice(0, 32)}.json`);
  return {
    isContinued,
    get: (key) => readFile(pageOf(key), "utf8").catch(() => undefined), // Not there: asked anew.
    async put(key, text) {
      const page = pageOf(key);
      await writeFile(`${page}.tmp`, text);
      await rename(`${page}.tmp`, page);
    },
    finish: () => rm(directory, { recursive: true, force: true }),
  };
}
