import type { BigIntStats } from "node:fs";
import type { TreeEntry } from "../ports.ts";

/** A file as it was written, by what nobody in a sandbox can set: its inode and the time of its last change. */
export interface FileStamp {
  oid: string;
  mode: string;
  inode: bigint;
  size: bigint;
  changedNs: bigint;
}

/** What is known of the files of a workspace that was written, by path. */
export interface TreeStamps {
  files: Map<string, FileStamp>;
  /** Until when they may have been changed without their times showing it, in nanoseconds. */
  settledNs: bigint;
}

/** File times come from a clock that ticks this often, in nanoseconds, or more often. */
const tickNs = 20_000_000n;

export function stampOf({ oid, mode }: TreeEntry, stats: BigIntStats): FileStamp {
  return { oid, mode, inode: stats.ino, size: stats.size, changedNs: stats.ctimeNs };
}

/** To be taken when the last file was written. */
export function settledNow(): bigint {
  return BigInt(Date.now()) * 1_000_000n - tickNs;
}

/** Is this certainly the file that was stamped, unchanged in content, mode and owner? */
export function isUntouched(stamp: FileStamp, stats: BigIntStats, settledNs: bigint): boolean {
  return (
    stats.isFile() &&
    stats.nlink === 1n &&
    stats.ino === stamp.inode &&
    stats.size === stamp.size &&
    stats.ctimeNs === stamp.changedNs &&
    stats.ctimeNs < settledNs
  );
}
