import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Connection } from "./connection.ts";
import { inheritedDescriptors } from "./inherited-descriptors.ts";

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
  const nothing = openSync("/dev/null", "r+");
  const stdio = descriptorsFor(fourth === undefined ? 3 : 4, nothing);
  // Not in our directory either: its name would be in the child's environment.
  const child = spawn(program, args, { env: {}, cwd: "/", stdio });
  closeSync(nothing);
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

/** The first ones are pipes; what would be inherited is replaced by `nothing`. */
function descriptorsFor(pipes: number, nothing: number): ("pipe" | "ignore" | number)[] {
  const inherited = inheritedDescriptors();
  const count = Math.max(pipes, ...inherited.map((fd) => fd + 1));
  return Array.from({ length: count }, (_none, fd) => {
    if (fd < pipes) return "pipe";
    return inherited.includes(fd) ? nothing : "ignore";
  });
}
