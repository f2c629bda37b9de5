import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../bot/cli/main.ts", import.meta.url));

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** `buster …` as somebody would call it, in a process of its own without this one's settings. */
export function runBuster(
  args: readonly string[],
  options: {
    cwd?: string;
    env?: Record<string, string>;
    program?: readonly string[];
    /** What happens to it meanwhile. */
    whenRunning?: (child: ChildProcess) => Promise<void>;
  } = {},
): Promise<Ended> {
  const [program = process.execPath, ...first] = options.program ?? [process.execPath, main];
  const child = spawn(program, [...first, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    options.whenRunning?.(child).catch(reject);
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, out, err }));
  });
}
