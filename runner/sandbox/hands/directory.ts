import { closeSync, constants, existsSync, lstatSync, mkdirSync, openSync } from "node:fs";
import { Refusal } from "./refusal.ts";

/** An open directory. `at(name)` is a path to one of its entries that nobody can redirect. */
export interface Directory {
  fd: number;
  at(name: string): string;
}

const asDirectory = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

// What openat(2) does, which Node does not offer: the kernel resolves /proc/self/fd/N to the directory
// that is open, wherever its name points to by now. Without /proc (macOS) only file tools are served,
// so nothing runs that could move a directory meanwhile.
const hasProc = existsSync("/proc/self/fd");

function directoryAt(path: string): Directory {
  const fd = openSync(path, asDirectory);
  const base = hasProc ? `/proc/self/fd/${fd}` : path;
  return { fd, at: (name) => `${base}/${name}` };
}

/**
 * Runs `use` with the directory that the segments lead to, entered one by one and never through a link.
 * With `create`, what is missing is made. Throws Refusal when there is no such directory.
 */
export function inDirectory<Value>(
  root: string,
  segments: readonly string[],
  use: (directory: Directory) => Value,
  missing: "refuse" | "create" = "refuse",
): Value {
  let directory = directoryAt(root);
  try {
    for (const [index, name] of segments.entries()) {
      const next = enter(directory, name, segments.slice(0, index + 1).join("/"), missing);
      closeSync(directory.fd);
      directory = next;
    }
    return use(directory);
  } finally {
    closeSync(directory.fd);
  }
}

function enter(
  directory: Directory,
  name: string,
  path: string,
  missing: "refuse" | "create",
): Directory {
  const here = directory.at(name);
  if (missing === "create") makeDirectory(here);
  try {
    return directoryAt(here);
  } catch (cause) {
    throw new Refusal(`${path} ${describeFault(cause, here)}`);
  }
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path);
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw new Refusal(`making a directory: ${codeOf(cause)}`);
  }
}

/** Enters one entry of an open directory. Throws what the system answers. */
export function enterDirectory(directory: Directory, name: string): Directory {
  return directoryAt(directory.at(name));
}

/** The rest of a sentence that begins with a path. */
export function describeFault(cause: unknown, path: string): string {
  const code = codeOf(cause);
  if (code === "ENOENT") return "does not exist";
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) return "is a symbolic link, which is not followed";
  if (stats?.isDirectory()) return "is a directory";
  if (code === "ENOTDIR") return "is not a directory";
  if (code === "EACCES" || code === "EPERM") return "may not be used: permission denied";
  if (code === "ENOSPC" || code === "EDQUOT") return "does not fit: no space left";
  return `cannot be used: ${code}`;
}

export function codeOf(cause: unknown): string {
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return String(cause);
}
