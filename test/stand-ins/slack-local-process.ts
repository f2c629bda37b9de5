import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const binary = new URL("../../node_modules/local-slack-linux-x64/bin/local-slack", import.meta.url)
  .pathname;

/** npm only has the program for Linux on x64; elsewhere the Slack stories cannot run. */
export const hasLocalSlack = existsSync(binary);

/**
 * Starts the program `local-slack` on a free port. `reachedAs` is what it writes into the addresses that
 * it hands out (`<reachedAs>:<port>`): the overlay's. It has no option to listen on loopback only, so
 * while it runs, others on the network could reach a workspace in which nothing is true.
 */
export async function startLocalSlack(
  config: object,
  reachedAs: string,
): Promise<{ port: number; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "local-slack-"));
  const file = join(directory, "workspace.json");
  await writeFile(file, JSON.stringify(config));
  const child = spawn(
    binary,
    ["--config", file, "--port", "0", "--base-host", reachedAs, "--files-dir", directory],
    // A group of its own: Ctrl-C in a terminal is for us, and we end it in order.
    { stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  // A test process that dies hard must not leave the program running.
  const killIt = () => child.kill("SIGKILL");
  process.once("exit", killIt);

  try {
    const port = await portOf(child);
    return {
      port,
      async close() {
        process.off("exit", killIt);
        if (child.exitCode === null && child.signalCode === null) {
          const ended = once(child, "exit");
          child.kill("SIGKILL");
          await ended;
        }
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (cause) {
    killIt();
    throw cause;
  }
}

async function portOf(child: ReturnType<typeof spawn>): Promise<number> {
  if (child.stdout === null || child.stderr === null) throw new Error("local-slack has no output");
  const said: string[] = [];
  child.stderr.on("data", (chunk) => said.push(String(chunk)));
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const port = /Web UI:\s+\S+:(\d+)/.exec(line)?.[1];
    if (port !== undefined) {
      child.stdout.resume();
      return Number(port);
    }
  }
  throw new Error(`local-slack did not start: ${said.join("\n")}`);
}
