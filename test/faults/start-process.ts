import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Fault } from "./process/moment.ts";

export interface Watched {
  child: ChildProcess;
  /** Everything it said, on both outputs. */
  said(): string;
  /** Resolves when it listens, and when it ended before: then `false`. */
  listens: Promise<boolean>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const program = fileURLToPath(new URL("../../bot/cli/main.ts", import.meta.url));
const preload = new URL("process/crash-at.ts", import.meta.url).href;

/** `buster start` as a process of its own; with a fault it kills itself at that moment. */
export function startProcess(
  environment: Readonly<Record<string, string>>,
  fault?: Fault,
): Watched {
  const child = spawn(
    process.execPath,
    [...(fault === undefined ? [] : ["--import", preload]), program, "start"],
    {
      env: {
        PATH: process.env.PATH ?? "",
        ...environment,
        ...(fault === undefined ? {} : { BUSTER_FAULT: JSON.stringify(fault) }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  const listens = Promise.withResolvers<boolean>();
  for (const output of [child.stdout, child.stderr]) {
    output.on("data", (data: Buffer) => {
      said += data.toString("utf8");
      if (said.includes("buster listens")) listens.resolve(true);
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once("exit", (code, signal) => {
      listens.resolve(false);
      resolve({ code, signal });
    });
  });
  return { child, said: () => said, listens: listens.promise, ended };
}
