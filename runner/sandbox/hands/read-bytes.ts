import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { describeFault } from "./directory.ts";
import { maxFileBytes } from "./limits.ts";
import { Refusal } from "./refusal.ts";

// Not blocking, for a pipe with nobody at its other end would hold the hands for ever.
const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * The bytes of a regular file, up to the size limit. `at` comes from a Directory, `path` is for people.
 * Throws Refusal for anything else.
 */
export function readBytes(at: string, path: string): { bytes: Buffer; mode: number } {
  let fd: number;
  try {
    fd = openSync(at, readOnly);
  } catch (cause) {
    throw new Refusal(`${path} ${describeFault(cause, at)}`);
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw new Refusal(`${path} is ${kindOf(stats)}, not a file`);
    if (stats.size > maxFileBytes) throw tooLarge(path, stats.size);
    // One byte more than it said, to see that it grew.
    const buffer = Buffer.allocUnsafe(Number(stats.size) + 1);
    let length = 0;
    while (length < buffer.length) {
      const count = readSync(fd, buffer, length, buffer.length - length, null);
      if (count === 0) break;
      length += count;
    }
    if (length > stats.size) throw new Refusal(`${path} is being written to; read it again`);
    return { bytes: buffer.subarray(0, length), mode: stats.mode & 0o777 };
  } finally {
    closeSync(fd);
  }
}

export function tooLarge(path: string, size: number): Refusal {
  const [is, may] = [size, maxFileBytes].map((bytes) => (bytes / 1024 / 1024).toFixed(1));
  return new Refusal(`${path} has ${is} MiB; files up to ${may} MiB are served`);
}

export function kindOf(stats: Pick<Stats, "isDirectory" | "isSymbolicLink" | "isFIFO">): string {
  if (stats.isDirectory()) return "a directory";
  if (stats.isSymbolicLink()) return "a symbolic link";
  if (stats.isFIFO()) return "a pipe";
  return "a device or socket";
}
