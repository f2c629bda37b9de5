import { realpathSync } from "node:fs";
import type Docker from "dockerode";
import { sandboxUser } from "../ports/sandbox-user.ts";
import type { Log, Sandbox } from "../ports.ts";
import { containerOptions } from "./container-options.ts";
import { codeOf } from "./hands/directory.ts";
import { inside, insideSettings } from "./inside.ts";
import { judgeReady } from "./judge-ready.ts";
import { keepWarm } from "./keep-warm.ts";
import { openDoorway } from "./open-doorway.ts";
import { type OpenHands, openHands } from "./open-hands.ts";
import { openSlots } from "./open-slots.ts";
import { ownWorkspace } from "./own-workspace.ts";
import { handsArguments, prepareHands } from "./prepare-hands.ts";
import { type ProgramLimits, programLimits } from "./program-limits.ts";
import { reapContainers } from "./reap-containers.ts";
import { rememberPrograms } from "./remember-programs.ts";
import { SandboxMissing } from "./sandbox-missing.ts";
import { startContainer } from "./start-container.ts";
import { warmHands } from "./warm-hands.ts";

export interface DockerOptions extends Partial<ProgramLimits> {
  image?: string;
  /** Socket of the Docker daemon; without it, where DOCKER_HOST or the usual place says. */
  socketPath?: string;
  searchMs?: number;
  /** Containers that are started before a run needs one, and where: on the file system that workspaces are on. */
  pool?: { size: number; directory: string };
  log: Log;
}

/** Hands in a container: read-only root, no capability, no network, Docker's seccomp profile and limits. */
export function createDockerSandbox(options: DockerOptions): Sandbox {
  const { image = "buster-sandbox:1", searchMs, log } = options;
  const limits = programLimits(options);
  let connected: Promise<Docker> | undefined;
  const pool = options.pool === undefined ? undefined : openPool(options.pool);

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

  async function reach(): Promise<Docker> {
    connected ??= connect();
    return connected.catch((cause) => {
      connected = undefined;
      throw cause;
    });
  }

  /** A new container over a workspace or a slot, with its hands ready. */
  async function start(given: {
    place: { workspace: string } | { slot: string };
    user: string;
    runId: string;
    signal: AbortSignal;
  }): Promise<{ hands: OpenHands; ended: Promise<unknown> }> {
    const docker = await reach();
    const hands = await prepareHands();
    const doorway = openDoorway();
    const settings = { ...insideSettings, ...limits, searchMs };
    const container = containerOptions({
      ...given,
      image,
      memoryBytes: limits.memoryBytes,
      hands: realpathSync(hands),
      doors: doorway.directory,
      command: ["node", ...handsArguments(inside.hands, settings)],
    });
    const connection = await startContainer(docker, container).catch(async (cause) => {
      await doorway.close();
      throw notStarted(image, cause);
    });
    const { signal } = given;
    const how = { name: "docker", signal, judge: judgeReady, fix: makeImage, doorway };
    return { hands: await openHands(connection, how), ended: connection.ended };
  }

  function openPool({ size, directory }: { size: number; directory: string }) {
    let slots: ReturnType<typeof openSlots> | undefined;
    return keepWarm({
      size: process.getuid?.() === 0 ? size : 0,
      log,
      async start() {
        slots ??= openSlots(directory);
        const slot = await (await slots)();
        const stop = new AbortController();
        const place = { slot: slot.directory };
        const user = `${sandboxUser}:${sandboxUser}`;
        const started = await start({ place, user, runId: "none yet", signal: stop.signal }).catch(
          async (cause) => {
            await slot.remove();
            throw cause;
          },
        );
        return warmHands({ ...started, slot, stop });
      },
    });
  }

  async function open(workspace: { directory: string; runId: string; signal: AbortSignal }) {
    const { directory, runId, signal } = workspace;
    await reach();
    const user = await userOf(directory);
    const warm = signal.aborted ? undefined : pool?.take();
    const moved = await warm?.occupy(realpathSync(directory), signal).catch(async (cause) => {
      log.warn({ runId, err: cause }, "a sandbox started ahead could not be used");
      await warm.close();
      return undefined;
    });
    if (moved !== undefined) return moved;
    const place = { workspace: realpathSync(directory) };
    return (await start({ place, user, runId, signal })).hands;
  }

  return {
    name: "docker",
    canExec: true,
    has: rememberPrograms(open),
    open,
    warmUp: () => {
      pool?.fill();
      return pool?.whenFull() ?? Promise.resolve();
    },
    close: () => pool?.close() ?? Promise.resolve(),
  };
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
