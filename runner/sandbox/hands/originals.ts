import { lstatSync } from "node:fs";
import { checkPath } from "./check-path.ts";
import type { Directory } from "./directory.ts";
import { type Fingerprint, fingerprint, isUntouched } from "./fingerprint.ts";
import { inParent } from "./in-parent.ts";
import type { Given } from "./protocol.ts";
import { Refusal } from "./refusal.ts";
import { reportChanges } from "./report-changes.ts";
import { walk } from "./walk.ts";

/** What the workspace held when the sandbox was opened. */
export interface Originals {
  /** Before the hands write a file. */
  remember(path: string): void;
  /** Before a program runs, which may change any file. */
  rememberAll(): void;
  compare(): Given["diff"];
}

/** File times come from a clock that ticks this often, in nanoseconds, or more often. */
const tickNs = 20_000_000n;

/**
 * Takes fingerprints no sooner than something may change: a run that only reads never pays for them.
 * Throws Refusal where a comparison is not possible.
 */
export function createOriginals(root: string): Originals {
  /** undefined: there was no such file. */
  const before = new Map<string, Fingerprint | undefined>();
  /** What no commit can hold was there already, for git can hold names that are no text. */
  const oddBefore = new Set<string>();
  let settledNs: bigint | undefined;

  function remember(path: string): void {
    const key = checkPath(path).join("/");
    if (settledNs !== undefined || before.has(key)) return;
    before.set(key, tryFingerprint(root, key));
  }

  function rememberAll(): void {
    if (settledNs !== undefined) return;
    const startedNs = BigInt(Date.now()) * 1_000_000n;
    walk(root, {
      file(path, directory, name) {
        if (!before.has(path)) before.set(path, fingerprint(directory.at(name)));
      },
      odd: (path) => oddBefore.add(path),
    });
    settledNs = startedNs - tickNs;
  }

  function hasChanged(path: string, directory: Directory, name: string): boolean {
    const original = before.get(path);
    if (original === undefined) return true;
    const stats = lstatSync(directory.at(name), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return true;
    if (isUntouched(original, stats, settledNs ?? 0n)) return false;
    return stats.size !== original.size || fingerprint(directory.at(name))?.hash !== original.hash;
  }

  function compare(): Given["diff"] {
    const report = reportChanges();
    const found = new Set<string>();
    const look = (path: string, directory: Directory, name: string) => {
      found.add(path);
      if (!hasChanged(path, directory, name)) return;
      report.changed(path, before.get(path) === undefined ? "added" : "modified", directory, name);
    };
    const odd = (path: string, what: string) => {
      if (!oddBefore.has(path)) report.impossible(path, what);
    };
    if (settledNs !== undefined) walk(root, { file: look, odd });
    else for (const path of before.keys()) lookAt(root, path, look);

    for (const [path, original] of before) {
      if (original !== undefined && !found.has(path)) report.deleted(path);
    }
    return report.done();
  }

  return { remember, rememberAll, compare };
}

function tryFingerprint(root: string, path: string): Fingerprint | undefined {
  try {
    return inParent(root, path, (directory, name) => fingerprint(directory.at(name)));
  } catch (cause) {
    // Its directory is not there yet, so neither was the file.
    if (cause instanceof Refusal) return undefined;
    throw cause;
  }
}

/** Where no program ran, only what the hands wrote can differ. */
function lookAt(
  root: string,
  path: string,
  look: (path: string, directory: Directory, name: string) => void,
): void {
  try {
    inParent(root, path, (directory, name) => {
      if (lstatSync(directory.at(name), { throwIfNoEntry: false })?.isFile()) {
        look(path, directory, name);
      }
    });
  } catch (cause) {
    // A write that was refused left no directory behind: there is nothing to report.
    if (!(cause instanceof Refusal)) throw cause;
  }
}
