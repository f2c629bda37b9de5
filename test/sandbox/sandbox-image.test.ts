import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const script = fileURLToPath(new URL("../../deploy/sandbox-image.ts", import.meta.url));

function makeImage(...options: string[]) {
  const env = { ...process.env, DOCKER_HOST: "unix:///no/such/docker.sock" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("help says the options and the exit codes", () => {
  const { status, stdout } = makeImage("--help");

  expect(status).toBe(0);
  expect(stdout).toContain("--from-host");
  expect(stdout).toContain("Exit codes");
});

test.each([
  [["--bogus"], "--bogus"],
  [["--python-venv", "/no/such/venv"], "there is no bin/dbt in /no/such/venv"],
])("%j is a mistake that is named", (options, why) => {
  const { status, stderr } = makeImage(...options);

  expect(status).toBe(2);
  expect(stderr).toContain(why);
});

test("without Docker, it says what else there is", () => {
  const { status, stderr } = makeImage("--from-host");

  expect(status).toBe(3);
  expect(stderr).toContain("no Docker answers");
});
