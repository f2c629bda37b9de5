import Docker from "dockerode";
import { afterAll, describe, expect, test } from "vitest";
import { createDockerSandbox } from "#runner/sandbox/create-docker-sandbox.ts";
import { describePathAttacks } from "../contracts/sandbox-attacks.ts";
import { describeFiles } from "../contracts/sandbox-contract.ts";
import { describeHosts, killBusyHost } from "../contracts/sandbox-hosts.ts";
import { describePrograms } from "../contracts/sandbox-programs.ts";
import { startDocker } from "../fresh-docker.ts";
import { silentLog } from "../workshop/silent-log.ts";

const docker = await startDocker();
const name = docker === undefined ? "Docker cannot run here" : "the docker sandbox";

describe.skipIf(docker === undefined)(name, () => {
  afterAll(() => docker?.stop());
  const { socketPath = "", image = "" } = docker ?? {};
  const create = (options: object = {}) =>
    createDockerSandbox({ ...options, socketPath, image, log: silentLog });
  const subject = () => ({ create, node: "node" });
  describeFiles(subject);
  describePathAttacks(subject);
  describePrograms(subject);
  describeHosts({ name: "docker", socketPath, image });

  test("a container that a killed Buster left is removed by the next one, and no other", async () => {
    const client = new Docker({ socketPath });
    const labels = { "buster.run": "ours", "buster.owner": `elsewhere/${process.pid}/1` };
    const others = await client.createContainer({ Image: image, Labels: labels });
    const left = await killBusyHost({ name: "docker", socketPath, image });

    await create().has("sh");

    const runs = (await client.listContainers({ all: true })).map(
      ({ Labels }) => Labels["buster.run"],
    );
    await others.remove();
    expect(runs).toContain("ours");
    expect(runs).not.toContain(left);
  }, 60_000);
});
