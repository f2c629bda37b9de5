import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Docker from "dockerode";
import { afterAll, describe, expect, test } from "vitest";
import type { Hands } from "#runner/ports.ts";
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

  test("a container that was started ahead becomes a run's, once, with its workspace in it", async () => {
    const home = mkdtempSync(join(tmpdir(), "buster-test-pool-"));
    const pool = { size: 1, directory: join(home, "slots") };
    const sandbox = create({ pool });
    const openIn = async (name: string) => {
      const directory = join(home, name);
      mkdirSync(directory);
      writeFileSync(join(directory, "a.sql"), name);
      const stop = new AbortController();
      const hands = await sandbox.open({ directory, runId: name, signal: stop.signal });
      return { hands, stop, directory };
    };
    const machineOf = async (hands: Hands) => {
      const answer = await hands.exec(["cat", "/etc/hostname"], { timeoutMs: 9_000, env: {} });
      return answer.ok ? answer.value.stdout : answer.reason;
    };
    await sandbox.warmUp?.();
    const slots = readdirSync(pool.directory).length;

    const first = await openIn("first");
    await sandbox.warmUp?.();
    const second = await openIn("second");
    const texts = [await first.hands.read("a.sql", 0, 9), await second.hands.read("a.sql", 0, 9)];
    const machines = [await machineOf(first.hands), await machineOf(second.hands)];
    await first.hands.write("b.sql", "written");
    const outside = readFileSync(join(first.directory, "b.sql"), "utf8");
    second.stop.abort();
    await first.hands.close();
    await second.hands.close();

    expect(slots).toBe(1);
    expect(texts).toMatchObject([{ value: { text: "first" } }, { value: { text: "second" } }]);
    expect(new Set(machines).size).toBe(2);
    expect(outside).toBe("written");
    expect(readdirSync(first.directory).sort()).toEqual(["a.sql", "b.sql"]);
    await expect(second.hands.ls(".")).rejects.toMatchObject({ code: "sandbox-died" });

    await sandbox.warmUp?.();
    await sandbox.close?.();
    expect(readdirSync(pool.directory)).toEqual([]);
    expect(await new Docker({ socketPath }).listContainers({ all: true })).toEqual([]);
    rmSync(home, { recursive: true });
  }, 60_000);

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
