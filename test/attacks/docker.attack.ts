import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { createDockerSandbox } from "#runner/sandbox/create-docker-sandbox.ts";
import { startDocker } from "../fresh-docker.ts";
import { silentLog as log } from "../workshop/silent-log.ts";
import { describeHostilePrograms, describeHostileRepositories } from "./describe-attacks.ts";

const docker = await startDocker();
const name = docker === undefined ? "Docker cannot run here" : "docker under attack";

afterAll(() => docker?.stop());

describe.skipIf(docker === undefined)(name, () => {
  const { socketPath = "", image = "" } = docker ?? {};
  const create = (options: object = {}) =>
    createDockerSandbox({ ...options, socketPath, image, log });
  const subject = () => ({ create, node: "node" });
  describeHostileRepositories(subject);
  describeHostilePrograms(subject);
});

describe.skipIf(docker === undefined)(`${name}, started ahead`, () => {
  const { socketPath = "", image = "" } = docker ?? {};
  const directory = mkdtempSync(join(tmpdir(), "buster-test-slots-"));
  const made: { close?(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const one of made) await one.close?.();
  });
  /** Each opens the first container that its pool holds. */
  const create = (options: object = {}) => {
    const pool = { size: 1, directory };
    const sandbox = createDockerSandbox({ ...options, socketPath, image, log, pool });
    made.push(sandbox);
    return {
      ...sandbox,
      open: async (workspace: Parameters<typeof sandbox.open>[0]) => {
        await sandbox.warmUp?.();
        return sandbox.open(workspace);
      },
    };
  };
  describeHostilePrograms(() => ({ create, node: "node" }));
});
