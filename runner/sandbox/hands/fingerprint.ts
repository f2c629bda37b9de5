import { createHash } from "node:crypto";
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** By what an unchanged file is recognised. */
export interface Fingerprint {
  hash: string;
  size: bigint;
  inode: bigint;
  changedNs: bigint;
}

const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const chunk = Buffer.allocUnsafe(1024 * 1024);

/** Of a regular file of any size; undefined for anything else, or when it is gone or may not be read. */
export function fingerprint(at: string): Fingerprint | undefined {
  let fd: number;
  try {
    fd = openSync(at, readOnly);
  } catch {
    // Whoever reads the file for its content gets to say why it cannot be.
    return undefined;
  }
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!stats.isFile()) return undefined;
    const hash = createHash("sha256");
    for (let count = readSync(fd, chunk); count > 0; count = readSync(fd, chunk)) {
      hash.update(chunk.subarray(0, count));
    }
    return { hash: hash.digest("base64"), ...stamp(stats) };
  } finally {
    closeSync(fd);
  }
}

/**
 * Is this certainly the file that the fingerprint was taken of, unchanged? Nobody in a sandbox can set a
 * file's ctime. `settledNs` is a time by when the clock had moved on from the fingerprint's ctime.
 */
export function isUntouched(before: Fingerprint, stats: BigIntStats, settledNs: bigint): boolean {
  const now = stamp(stats);
  return (
    now.size === before.size &&
    now.inode === before.inode &&
    now.changedNs === before.changedNs &&
    now.changedNs < settledNs
  );
}

const stamp = ({ size, ino, ctimeNs }: BigIntStats) => ({ size, inode: ino, changedNs: ctimeNs });
