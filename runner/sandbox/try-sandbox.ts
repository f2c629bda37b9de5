import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../ports.ts";
import { SandboxMissing } from "./sandbox-missing.ts";

/** Longest that the trial may take, in milliseconds. */
const withinMs = 30_000;

/** Opens a sandbox over an empty directory and works in it. Rejects with SandboxMissing when that does not go. */
export async function trySandbox(sandbox: Sandbox): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "buster-try-"));
  try {
    const signal = AbortSignal.timeout(withinMs);
    const hands = await sandbox.open({ directory, runId: "trial", signal });
    try {
      const written = await hands.write("trial/file.txt", "here");
      if (!written.ok) throw broken(sandbox, `no file can be written: ${written.reason}`);
      if (!sandbox.canExec) return;
      const run = await hands.exec(["cat", "trial/file.txt"], { timeoutMs: withinMs, env: {} });
      if (!run.ok) throw broken(sandbox, `no program can be run: ${run.reason}`);
      if (run.value.stdout !== "here") throw broken(sandbox, `it answers ${run.value.stderr}`);
    } finally {
      await hands.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const broken = ({ name }: Sandbox, reason: string) =>
  new SandboxMissing(name, reason, "choose another one with BUSTER_SANDBOX");
