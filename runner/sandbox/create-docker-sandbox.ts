import { realpathSync } from "node:fs";
import type Docker from "dockerode";
import type { Log, Sandbox } from "../ports.ts";
import { containerOptions } from "./container-options.ts";
import { codeOf } from "./hands/directory.ts";
import { inside, insideSettings } from "./inside.ts";
import { judgeReady } from "./judge-ready.ts";
import { openDoorway } from "./open-doorway.ts";
import { openHands } from "./open-hands.ts";
import { ownWorkspace, sandboxUser } from "./own-workspace.ts";
import { handsArguments, prepareHands } from "./prepare-hands.ts";
import { type ProgramLimits, programLimits } from "./program-limits.ts";
import { reapContainers } from "./reap-containers.ts";
import { rememberPrograms } from "./remember-programs.ts";
import { SandboxMissing } from "./sandbox-missing.ts";
import { startContainer } from "./start-container.ts";

export interface DockerOptions extends Partial<ProgramLimits> {
  image?: string;
  /** Socket of the Docker daemon; without it, where DOCKER_HOST or the usual place says. */
  socketPath?: string;
  searchMs?: number;
  log: Log;
}

/** Hands in a container: read-only root, no capability, no network, Docker's seccomp profile and limits. */
export function createDockerSandbox(options: DockerOptions): Sandbox {
  const { image = "buster-sandbox:1", searchMs, log } = options;
  const limits = programLimits(options);
  let connected: Promise<Docker> | undefined;

  async function connect(): Promise<Docker> {
    const { default: Client } = await import("dockerode");
    const { socketPath } = options;
    const docker = socketPath === undefined ? new Client() : new Client({ socketPath });
    await docker.ping().catch((cause) => {
      throw unreachable(cause);
    });
    await reapContainers(docker, log);
    return docker;
  }

  async function open(workspace: { directory: string; runId: string; signal: AbortSignal }) {
    const { directory, runId, signal } = workspace;
    connected ??= connect();
    const docker = await connected.catch((cause) => {
      connected = undefined;
      throw cause;
    });
    const hands = await prepareHands();
    const settings = { ...insideSettings, ...limits, searchMs };
    const doorway = await openDoorway();
    const container = containerOptions({
      image,
      runId,
      memoryBytes: limits.memoryBytes,
      user: await userOf(directory),
      hands: realpathSync(hands),
      workspace: realpathSync(directory),
      doors: doorway.directory,
      command: ["node", ...handsArguments(inside.hands, settings)],
    });
    const connection = await startContainer(docker, container).catch(async (cause) => {
      await doorway.close();
      throw notStarted(image, cause);
    });
    return openHands(connection, {
      ...{ name: "docker", signal, judge: judgeReady, fix: makeImage, doorway },
    });
  }

  return { name: "docker", canExec: true, has: rememberPrograms(open), open };
}

const makeImage = "make the image with `npm run sandbox-image`";

/** Root gives the workspace away; anyone else works in it as themselves, for they could not. */
async function userOf(directory: string): Promise<string> {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (uid !== 0) return `${uid}:${gid}`;
  await ownWorkspace(directory);
  return `${sandboxUser}:${sandboxUser}`;
}

function unreachable(cause: unknown): SandboxMissing {
  const code = codeOf(cause);
  if (code === "EACCES") {
    return new SandboxMissing("docker", "this user may not use it", "add it to the group docker");
  }
  return new SandboxMissing("docker", `no daemon answers (${code})`, "install and start Docker");
}

function notStarted(image: string, cause: unknown): SandboxMissing {
  if (cause instanceof Error && "statusCode" in cause && cause.statusCode === 404) {
    return new SandboxMissing("docker", `there is no image ${image}`, makeImage);
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SandboxMissing("docker", reason, makeImage);
}
