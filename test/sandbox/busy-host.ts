import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { createDockerSandbox } from "#runner/sandbox/create-docker-sandbox.ts";
import { silentLog } from "../workshop/silent-log.ts";

/*
 * A Buster in the middle of a run, as a process of its own that a test can kill. Runs a program whose command
 * line has the mark, for ten minutes. Arguments: driver, directory, mark, Docker's socket, Docker's image.
 */

const [driver, home = "", mark = "", socketPath = "", image = ""] = process.argv.slice(2);
const directory = join(home, "workspace");
mkdirSync(directory);
const sandbox =
  driver === "docker"
    ? createDockerSandbox({ socketPath, image, log: silentLog })
    : createBubblewrapSandbox();
const { signal } = new AbortController();
const hands = await sandbox.open({ directory, runId: mark, signal });
const command = ["sh", "-c", `setsid sh -c "sleep 600; : ${mark}" & sleep 600`];
await hands.exec(command, { timeoutMs: 600_000, env: {} });
