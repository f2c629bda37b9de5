import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export interface FreshDocker {
  socketPath: string;
  /** An image made from this machine's files, with Node, git and the usual commands. */
  image: string;
  stop(): Promise<void>;
}

const image = "buster-sandbox-test:1";
const usualSocket = "/var/run/docker.sock";
/** Longest time for a daemon to answer or to end, in milliseconds. */
const patienceMs = 20_000;
const run = promisify(execFile);

/**
 * The Docker of this machine, or one of our own where it is installed but not running, with an image to test
 * with; undefined where Docker cannot run (not installed, not root, no file system for it).
 */
export async function startDocker(): Promise<FreshDocker | undefined> {
  const daemon = (await isAnswering(usualSocket))
    ? { socketPath: usualSocket, stop: async () => {} }
    : await startOwnDaemon();
  if (daemon === undefined) return undefined;
  await makeImage(daemon.socketPath);
  return { ...daemon, image };
}

async function makeImage(socketPath: string): Promise<void> {
  const env = { ...process.env, DOCKER_HOST: `unix://${socketPath}`, TMPDIR: scratch() };
  const isThere = await run("docker", ["image", "inspect", image], { env }).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  const script = fileURLToPath(new URL("../deploy/sandbox-image.ts", import.meta.url));
  // Elsewhere than here, where there may be a Python environment, which no test of ours needs in a container.
  await run(process.execPath, [script, "--from-host", "--image", image], { env, cwd: tmpdir() });
}

/** Memory where there is enough: an image is a few hundred megabytes that are soon removed again. */
function scratch(): string {
  const memory = "/dev/shm";
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > 2 * 1024 ** 3 ? memory : tmpdir();
}

async function startOwnDaemon() {
  const installed = ["/usr/sbin/dockerd", "/usr/bin/dockerd"].find((path) => existsSync(path));
  if (installed === undefined || userInfo().uid !== 0) return undefined;
  // Layers on top of each other where the kernel can, else a copy of the image for each container.
  return (await tryDaemon(installed, "overlay2")) ?? (await tryDaemon(installed, "vfs"));
}

async function tryDaemon(dockerd: string, driver: string) {
  const directory = mkdtempSync(join(scratch(), "buster-test-docker-"));
  const socketPath = join(directory, "docker.sock");
  const daemon = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "TERM", "--", dockerd, "--host", `unix://${socketPath}`],
      ...["--data-root", join(directory, "data"), "--exec-root", join(directory, "exec")],
      ...["--pidfile", join(directory, "pid"), "--storage-driver", driver],
      ...["--iptables=false", "--ip6tables=false", "--bridge=none"],
    ],
    { stdio: "ignore", cwd: directory },
  );
  const ended = new Promise<void>((resolve) => {
    daemon.once("exit", () => resolve());
    daemon.once("error", () => resolve());
  });
  const stop = async () => {
    daemon.kill("SIGTERM");
    const overdue = setTimeout(() => daemon.kill("SIGKILL"), patienceMs);
    await ended;
    clearTimeout(overdue);
    rmSync(directory, { recursive: true, force: true });
  };
  if (await startsToAnswer(daemon, socketPath)) return { socketPath, stop };
  await stop();
  return undefined;
}

async function startsToAnswer(daemon: ChildProcess, socketPath: string): Promise<boolean> {
  const end = Date.now() + patienceMs;
  while (!(await isAnswering(socketPath))) {
    if (daemon.exitCode !== null || daemon.pid === undefined || Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

async function isAnswering(socketPath: string): Promise<boolean> {
  if (!existsSync(socketPath)) return false;
  const { default: Docker } = await import("dockerode");
  return new Docker({ socketPath }).ping().then(
    () => true,
    () => false,
  );
}
