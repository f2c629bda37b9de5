import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "#agents-schema/digest.ts";
import { openNotebook } from "#runner/checkout/open-notebook.ts";
import type { Notebook } from "#runner/documentation/notebook.ts";
import { WorldFailure } from "#runner/ports.ts";

/** What a stopped documentation found out is used within this time: data goes on changing. */
const freshForMs = 6 * 60 * 60 * 1000;

export interface ProjectNotebook extends Notebook {
  /** There is something of a documentation that was stopped. */
  isContinued: boolean;
  /** Throws it away: only a documentation that was stopped is gone on with. */
  finish(): Promise<void>;
  /** Lets others in; what is in it stays. */
  close(): Promise<void>;
}

/**
 * A notebook in `.buster/cache/document` of the project, which git ignores. What was found out in another
 * warehouse, or in another state of it (`source`), is not used. Rejects with WorldFailure
 * `repository-unavailable` while another process has it.
 */
export async function openProjectNotebook(
  project: string,
  { now, source }: { now: Date; source: string },
): Promise<ProjectNotebook> {
  const cache = join(project, ".buster", "cache");
  await mkdir(cache, { recursive: true });
  await writeFile(join(cache, ".gitignore"), "*\n");
  const lock = join(cache, "document.lock");
  await take(lock);

  const parent = join(cache, "document");
  const name = sha256(source).slice(0, 16);
  const mark = join(parent, name, "began");
  const began = await readFile(mark, "utf8").catch(() => ""); // None: a first one.
  const isContinued = now.getTime() - Date.parse(began) < freshForMs;
  if (!isContinued) await rm(parent, { recursive: true, force: true });
  const pages = await openNotebook(parent, name);
  if (!isContinued) await writeFile(mark, now.toISOString());
  return {
    ...pages,
    isContinued,
    finish: () => rm(parent, { recursive: true, force: true }),
    close: () => rm(lock, { force: true }),
  };
}

/** One process at a time; a lock whose process is gone is nobody's. */
async function take(lock: string): Promise<void> {
  for (const isLast of [false, true]) {
    try {
      await writeFile(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (cause) {
      if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "EEXIST") throw cause;
    }
    const owner = Number(await readFile(lock, "utf8").catch(() => "0")); // Gone meanwhile.
    if (isLast || isAlive(owner)) {
      const doing = `documenting: process ${owner} is at work here; wait for it, or end it`;
      throw new WorldFailure("repository-unavailable", doing);
    }
    await rm(lock, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // There is no such process.
  }
}
