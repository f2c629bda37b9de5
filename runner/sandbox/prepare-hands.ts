import { existsSync, rmSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Settings } from "./hands/protocol.ts";
import { prefixes, removeAbandoned } from "./remove-abandoned.ts";

/** Longest that one search may take, in milliseconds. */
const searchMs = 10_000;

/** Heap of the hands themselves, in MiB: enough to say and to take the longest line. */
const maxHeapMib = 384;

let prepared: Promise<string> | undefined;

/**
 * A directory with the hands as plain JavaScript, which any user may read: started from their TypeScript they
 * would be up 50 ms later, in every sandbox again. Made once a process and removed at its end.
 */
export async function prepareHands(): Promise<string> {
  const directory = await prepared?.catch(() => undefined);
  // Temporary directories are tidied up behind the back of a process that runs for weeks.
  if (directory === undefined || !existsSync(join(directory, "main.mjs"))) prepared = prepare();
  return prepared ?? prepare();
}

/** Arguments for Node to run the hands that lie in a directory. */
export function handsArguments(
  directory: string,
  settings: Omit<Settings, "searchMs"> & { searchMs?: number | undefined },
): string[] {
  return [
    `--max-old-space-size=${maxHeapMib}`,
    `${directory}/main.mjs`,
    JSON.stringify({ ...settings, searchMs: settings.searchMs ?? searchMs }),
  ];
}

async function prepare(): Promise<string> {
  const source = new URL("./hands/", import.meta.url);
  const names = (await readdir(source)).filter((name) => name.endsWith(".ts"));
  const sources = await Promise.all(
    names.map(async (name) => [name, await readFile(new URL(name, source), "utf8")] as const),
  );
  const stripped = await stripTypes(new Map(sources));

  await removeAbandoned();
  const directory = await mkdtemp(join(tmpdir(), `${prefixes.hands}${process.pid}-`));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  for (const [name, text] of stripped) {
    const script = text.replaceAll(/"(\.\/[\w-]+)\.ts"/g, '"$1.mjs"');
    await writeFile(join(directory, name.replace(/\.ts$/, ".mjs")), script, { mode: 0o644 });
  }
  await chmod(directory, 0o755);
  return directory;
}

function stripTypes(sources: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const worker = new Worker(new URL("./strip-types-worker.ts", import.meta.url), {
    workerData: sources,
    stderr: true,
  });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
