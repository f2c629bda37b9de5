import { spawn } from "node:child_process";
import type { Connection } from "./connection.ts";

/** What is kept of a child's complaints, in UTF-16 units: the last of them. */
const maxComplaint = 1_000;

/**
 * A child process as a connection: with no variable of ours, and no descriptor but its pipes. `fourth` is
 * what it can read from descriptor 3.
 */
export function startChild(
  [program, ...args]: readonly [string, ...string[]],
  fourth?: Buffer,
): Connection {
  const pipes = Array.from({ length: fourth === undefined ? 3 : 4 }, () => "pipe" as const);
  // Not in our directory either: its name would be in the child's environment.
  const child = spawn(program, args, { env: {}, cwd: "/", stdio: pipes });
  const ended = Promise.withResolvers<string>();
  let complaint = "";
  const complain = (text: string) => {
    complaint = (complaint + text).slice(-maxComplaint);
  };

  child.stderr?.setEncoding("utf8").on("data", complain);
  child.once("error", (cause) => {
    complain(cause.message);
    ended.resolve(complaint.trim());
  });
  // Not "exit": its pipes stay open as long as anything inside it lives.
  child.once("close", () => ended.resolve(complaint.trim()));
  // Writing to one that ends is no news: `ended` tells.
  child.stdin?.on("error", () => undefined);
  const extra = child.stdio[3];
  if (extra !== null && extra !== undefined && "end" in extra) {
    extra.on("error", () => undefined);
    extra.end(fourth);
  }

  return {
    send: (line) => void child.stdin?.write(line),
    listen: (take) => void child.stdout?.on("data", take),
    kill: () => void child.kill("SIGKILL"),
    ended: ended.promise,
  };
}
