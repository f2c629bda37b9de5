import { spawn } from "node:child_process";
import { statfsSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { codeOf } from "./directory.ts";
import { keepEnds } from "./keep-ends.ts";
import { killOthers } from "./kill-others.ts";
import { memoryOf, otherProcesses } from "./other-processes.ts";
import type { Asked, Given, Settings } from "./protocol.ts";
import { Refusal } from "./refusal.ts";

/** How often memory and disk are looked at while a program runs, in milliseconds. */
const watchMs = 100;

/**
 * Runs a program without a shell until it ends or its time is up. Then nothing is left of it: every other
 * process of the sandbox is killed. Rejects with Refusal when it cannot be started.
 */
export async function runProgram(
  settings: Settings,
  { command, timeoutMs, env }: Asked["exec"],
): Promise<Given["exec"]> {
  const [program, ...rest] = command;
  if (program === undefined || program === "") throw new Refusal("the command is empty");
  const child = startIn(settings.workspace, program, rest, env);

  offerToKernel(child.pid);
  const [stdout, stderr] = [keepEnds(), keepEnds()];
  child.stdout.on("data", stdout.add);
  child.stderr.on("data", stderr.add);

  let timedOut = false;
  const overdue = setTimeout(() => {
    timedOut = true;
    killOthers();
  }, timeoutMs);
  const watch = setInterval(() => {
    const excess = findExcess(settings);
    if (excess === undefined) return;
    clearInterval(watch);
    killOthers();
    stderr.add(Buffer.from(`\nstopped: ${excess}\n`));
  }, watchMs);

  const ended = Promise.withResolvers<number>();
  child.once("error", (cause) => ended.reject(new Refusal(describe(program, cause))));
  // What it left running holds the pipes open, and ends with it.
  child.once("exit", killOthers);
  child.once("close", (code, signal) => ended.resolve(code ?? 128 + numberOf(signal)));
  try {
    const exitCode = await ended.promise;
    return { exitCode, stdout: stdout.text(), stderr: stderr.text(), timedOut };
  } finally {
    clearTimeout(overdue);
    clearInterval(watch);
  }
}

/** What the programs take too much of, if anything. */
function findExcess({ workspace, memoryBytes, freeBytes }: Settings): string | undefined {
  const mib = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;
  const held = otherProcesses().reduce((sum, pid) => sum + memoryOf(pid), 0);
  if (held > memoryBytes) return `more than ${mib(memoryBytes)} of memory`;
  const { bavail, bsize } = statfsSync(workspace);
  if (bavail * bsize < freeBytes) return `less than ${mib(freeBytes)} of disk left`;
  return undefined;
}

function startIn(
  cwd: string,
  program: string,
  rest: readonly string[],
  given: Readonly<Record<string, string>>,
) {
  const env = { PATH: process.env.PATH, HOME: "/tmp", LANG: "C.UTF-8", ...given };
  try {
    return spawn(program, rest, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  } catch (cause) {
    // A NUL in an argument, or no room for one more process.
    throw new Refusal(describe(program, cause));
  }
}

/** When memory is short, the kernel takes a program before it takes the hands. */
function offerToKernel(pid: number | undefined): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, "1000");
  } catch {
    // It has ended already, or was never started.
  }
}

function describe(program: string, cause: unknown): string {
  const code = codeOf(cause);
  if (code === "ENOENT") return `${program} is not in the sandbox`;
  if (code === "EACCES") return `${program} may not be run`;
  if (code === "E2BIG") return "the command is too long";
  return `starting ${program}: ${code}`;
}

function numberOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : constants.signals[signal];
}
