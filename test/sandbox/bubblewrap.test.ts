import { describe, expect, test } from "vitest";
import { createBubblewrapSandbox } from "#runner/sandbox/create-bubblewrap-sandbox.ts";
import { probeSandbox } from "#runner/sandbox/probe-sandbox.ts";
import { describePathAttacks } from "../contracts/sandbox-attacks.ts";
import { describeFiles } from "../contracts/sandbox-contract.ts";
import { describeHosts } from "../contracts/sandbox-hosts.ts";
import { describePrograms } from "../contracts/sandbox-programs.ts";
import { freshWorkspaces, value } from "../contracts/sandbox-workspaces.ts";

const probe = await probeSandbox("bubblewrap");
const name = probe.ok ? "the bubblewrap sandbox" : `bubblewrap does not work here: ${probe.reason}`;

describe.skipIf(!probe.ok)(name, () => {
  const subject = () => ({ create: createBubblewrapSandbox, node: "/buster/node" });
  describeFiles(subject);
  describePathAttacks(subject);
  describePrograms(subject);
  describeHosts({ name: "bubblewrap" });

  const open = freshWorkspaces(subject);

  test("no namespace, no mount and no other process's memory can be had", async () => {
    const { hands } = await open();
    const run = async (...command: string[]) =>
      value(await hands.exec(command, { timeoutMs: 10_000, env: {} })).stderr;

    expect(await run("unshare", "--user", "true")).toContain("Operation not permitted");
    expect(await run("unshare", "--net", "true")).toContain("Operation not permitted");
    expect(await run("mount", "-t", "tmpfs", "none", "/tmp")).toMatch(
      /denied|not permitted|superuser/,
    );
    expect(await run("nsenter", "--target", "1", "--mount", "true")).toMatch(
      /denied|not permitted/,
    );
  });

  test("the file systems in memory hold only so much", async () => {
    const { hands } = await open();
    const fill = "head -c 700000000 /dev/zero > $0/x; stat -c %s $0/x; rm $0/x";
    const fillUp = async (directory: string) => {
      const command = ["sh", "-c", fill, directory];
      return Number(value(await hands.exec(command, { timeoutMs: 20_000, env: {} })).stdout);
    };

    expect(await fillUp("/dev/shm")).toBe(64 * 1024 * 1024);
    expect(await fillUp("/tmp")).toBe(512 * 1024 * 1024);
  });
});
