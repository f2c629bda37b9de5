import { describe, expect, test } from "vitest";
import { chooseSandbox } from "#runner/sandbox/choose-sandbox.ts";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { createDockerSandbox } from "#runner/sandbox/create-docker-sandbox.ts";
import { probeSandbox } from "#runner/sandbox/probe-sandbox.ts";
import { silentLog } from "../workshop/silent-log.ts";

/** No registry has it, and no machine. */
const image = "buster-test-no-such-image:1";

describe("choosing a sandbox", () => {
  test("without an image, Docker is passed over, and why is in the log", async () => {
    const lines: object[] = [];
    const log = { ...silentLog, info: (fields: object) => void lines.push(fields) };

    const sandbox = await chooseSandbox({ wanted: "auto", image, log });

    const bubblewrap = await probeSandbox("bubblewrap");
    expect(sandbox.name).toBe(bubblewrap.ok ? "bubblewrap" : "process");
    expect(lines).toEqual([
      {
        sandbox: sandbox.name,
        passedOver: expect.arrayContaining([expect.stringMatching(/docker/)]),
      },
    ]);
  });

  test("what was asked for and is not there is refused, with what to do", async () => {
    const choosing = chooseSandbox({ wanted: "docker", image, log: silentLog });

    await expect(choosing).rejects.toMatchObject({ code: "sandbox-missing" });
    await expect(choosing).rejects.toThrow(/start Docker|npm run sandbox-image/);
  });

  test("a probe says what works, or what is wrong and how to mend it", async () => {
    const files = await probeSandbox("process");
    const docker = await probeSandbox("docker", { image });

    expect(files).toEqual({ ok: true, detail: "serves files; runs no programs" });
    expect(docker).toMatchObject({ ok: false, fix: expect.stringMatching(/Docker|sandbox-image/) });
  });

  test("a directory that is to be shown but is not there is named", async () => {
    const sandbox = createBubblewrapSandbox({ readOnly: ["/no/such/python"] });

    const looking = sandbox.has("dbt");

    await expect(looking).rejects.toMatchObject({ code: "sandbox-missing" });
    await expect(looking).rejects.toThrow("/no/such/python");
  });

  test("a Docker that does not answer is told at the door", async () => {
    const socketPath = "/no/such/docker.sock";
    const sandbox = createDockerSandbox({ socketPath, log: silentLog });

    const looking = sandbox.has("git");

    await expect(looking).rejects.toThrow("no daemon answers (ENOENT); install and start Docker");
  });
});
