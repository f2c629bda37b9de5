import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const prefix = "buster-tests-";

/**
 * Gives the whole run of tests a temporary directory of its own and removes it at the end: a worker is ended
 * without being asked, so it cannot tidy up. What runs that were killed left is removed by the next one.
 */
export default function ownTemporaryDirectory(): () => void {
  const usual = tmpdir();
  for (const name of readdirSync(usual)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    rmSync(join(usual, name), { recursive: true, force: true });
  }
  const own = mkdtempSync(join(usual, `${prefix}${process.pid}-`));
  // Servers that we start as another user have their directories in it.
  chmodSync(own, 0o711);
  process.env.TMPDIR = own;
  return () => rmSync(own, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}
