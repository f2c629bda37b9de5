import { afterAll, describe } from "vitest";
import { createDockerSandbox } from "#runner/sandbox/create-docker-sandbox.ts";
import { describePathAttacks } from "../contracts/sandbox-attacks.ts";
import { describeFiles } from "../contracts/sandbox-contract.ts";
import { describePrograms } from "../contracts/sandbox-programs.ts";
import { startDocker } from "../fresh-docker.ts";
import { silentLog } from "../workshop/silent-log.ts";

const docker = await startDocker();
const name = docker === undefined ? "Docker cannot run here" : "the docker sandbox";

describe.skipIf(docker === undefined)(name, () => {
  afterAll(() => docker?.stop());
  const { socketPath = "", image = "" } = docker ?? {};
  const subject = () => ({
    create: (options: object) =>
      createDockerSandbox({ ...options, socketPath, image, log: silentLog }),
    node: "node",
  });
  describeFiles(subject);
  describePathAttacks(subject);
  describePrograms(subject);
});
