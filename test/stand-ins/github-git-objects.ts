import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { deflateSync } from "node:zlib";

export type GitKind = "blob" | "tree" | "commit";

const run = promisify(execFile);

/** Runs git on a bare repository without any configuration of the machine. Answers what it printed. */
export async function runGit(
  directory: string,
  args: readonly string[],
  input = "",
): Promise<string> {
  return (await gitBytes(directory, args, input)).toString("utf8");
}

export async function gitBytes(
  directory: string,
  args: readonly string[],
  input = "",
): Promise<Buffer> {
  const running = run("git", ["--git-dir", directory, ...args], {
    env: cleanEnvironment(),
    encoding: "buffer",
    maxBuffer: 64 * 1024 * 1024,
  });
  // A program that wants no input may be gone before it gets any.
  running.child.stdin?.on("error", () => undefined).end(input);
  return (await running).stdout;
}

export function cleanEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
  };
}

/** Writes a loose object, unless it is there already. Answers its id. */
export async function writeObject(
  directory: string,
  kind: GitKind,
  content: Uint8Array,
): Promise<string> {
  const whole = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content]);
  const oid = createHash("sha1").update(whole).digest("hex");
  const file = join(directory, "objects", oid.slice(0, 2), oid.slice(2));
  if (existsSync(file)) return oid;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, deflateSync(whole));
  return oid;
}

/** The bytes of a tree object. */
export function encodeTree(
  entries: readonly { path: string; mode: string; type: string; sha: string }[],
): Buffer {
  const sortName = ({ path, type }: { path: string; type: string }) =>
    Buffer.from(type === "tree" ? `${path}/` : path);
  const sorted = [...entries].sort((one, other) => Buffer.compare(sortName(one), sortName(other)));
  return Buffer.concat(
    sorted.flatMap(({ path, mode, sha }) => [
      Buffer.from(`${mode.replace(/^0+/, "")} ${path}\0`),
      Buffer.from(sha, "hex"),
    ]),
  );
}

export interface GitIdentity {
  name: string;
  email: string;
  date: string;
}

/** The bytes of a commit object. */
export function encodeCommit(commit: {
  tree: string;
  parents: readonly string[];
  author: GitIdentity;
  committer: GitIdentity;
  message: string;
}): Buffer {
  const { tree, parents, author, committer, message } = commit;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${identity(author)}`,
    `committer ${identity(committer)}`,
  ];
  return Buffer.from(`${lines.join("\n")}\n\n${message.endsWith("\n") ? message : `${message}\n`}`);
}

function identity({ name, email, date }: GitIdentity): string {
  const zone = /([+-])(\d{2}):?(\d{2})$/.exec(date.slice(10));
  const offset = zone === null ? "+0000" : `${zone[1]}${zone[2]}${zone[3]}`;
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} ${offset}`;
}
