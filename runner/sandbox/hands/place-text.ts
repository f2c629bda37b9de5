import { closeSync, constants, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { type Directory, describeFault } from "./directory.ts";
import { Refusal } from "./refusal.ts";

const fresh = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
let written = 0;

/**
 * Puts a file in its place at once: readers see the old one or the new one. It is written beside and
 * renamed, so a link or a pipe of that name is replaced, never written through.
 */
export function placeText(
  directory: Directory,
  name: string,
  path: string,
  file: { bytes: Uint8Array; mode: number },
): void {
  const beside = directory.at(`.buster-${process.pid}-${written++}`);
  let fd: number | undefined;
  try {
    fd = openExactly(beside, file.mode);
    for (let from = 0; from < file.bytes.length; ) {
      from += writeSync(fd, file.bytes, from, file.bytes.length - from);
    }
    renameSync(beside, directory.at(name));
  } catch (cause) {
    rmSync(beside, { force: true });
    throw new Refusal(`${path} ${describeFault(cause, directory.at(name))}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** With the mode as given, which the umask would narrow. */
function openExactly(path: string, mode: number): number {
  const umask = process.umask(0);
  try {
    return openSync(path, fresh, mode);
  } finally {
    process.umask(umask);
  }
}
