import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { deflateSync, inflateSync } from "node:zlib";

export type GitKind = "blob" | "tree" | "commit";

const run = promisify(execFile);

/** Runs git on a bare repository without any configuration of the machine. Answers what it printed. */
export async function runGit(directory: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["--git-dir", directory, ...args], {
    env: cleanEnvironment(),
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

export function cleanEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
  };
}

export function hasObject(directory: string, oid: string): boolean {
  return existsSync(fileOf(directory, oid));
}

/** Writes a loose object, unless it is there already. Answers its id. */
export async function writeObject(
  directory: string,
  kind: GitKind,
  content: Uint8Array,
): Promise<string> {
  const whole = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content]);
  const oid = createHash("sha1").update(whole).digest("hex");
  const file = fileOf(directory, oid);
  if (existsSync(file)) return oid;
  await mkdir(dirname(file), { recursive: true });
  // A reader must never see half an object.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, deflateSync(whole));
  await rename(draft, file);
  return oid;
}

/** The content of a loose object. Nothing here is ever packed. */
export async function readObject(directory: string, oid: string): Promise<Buffer> {
  const whole = inflateSync(await readFile(fileOf(directory, oid)));
  return whole.subarray(whole.indexOf(0) + 1);
}

function fileOf(directory: string, oid: string): string {
  return join(directory, "objects", oid.slice(0, 2), oid.slice(2));
}
