import { describe, expect, test } from "vitest";
import { createProcessSandbox } from "#runner/sandbox/create-process-sandbox.ts";
import { describePathAttacks } from "../contracts/sandbox-attacks.ts";
import { describeFiles } from "../contracts/sandbox-contract.ts";
import { freshWorkspaces, reason } from "../contracts/sandbox-workspaces.ts";

describe("the process sandbox", () => {
  const subject = () => ({ create: createProcessSandbox, node: "" });
  describeFiles(subject);
  describePathAttacks(subject);

  const open = freshWorkspaces(subject);

  test("runs no program, and says so", async () => {
    const { hands } = await open();
    const sandbox = createProcessSandbox();

    const answer = await hands.exec(["true"], { timeoutMs: 1_000, env: {} });

    expect(reason(answer)).toBe("this sandbox serves files only");
    expect([sandbox.canExec, await sandbox.has("git")]).toEqual([false, false]);
  });
});
