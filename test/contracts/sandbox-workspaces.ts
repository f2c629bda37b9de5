import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import type { Hands, HandsAnswer, Sandbox } from "#runner/ports.ts";

export interface SandboxLimits {
  memoryBytes?: number;
  freeBytes?: number;
  searchMs?: number;
}

/** A driver under test. */
export interface SandboxUnderTest {
  /** Limits as a test wants them. */
  create(options: SandboxLimits): Sandbox;
  /** Node inside, for tests that need a program which does just this. */
  node: string;
}

export interface Workspace {
  directory: string;
  hands: Hands;
  stop: AbortController;
}

/** Opens sandboxes over workspaces with these files, and closes and removes them after each test. */
export function freshWorkspaces(subject: () => SandboxUnderTest) {
  const opened: { hands: Hands; directory: string }[] = [];
  afterEach(async () => {
    for (const { hands, directory } of opened.splice(0)) {
      await hands.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });

  return async function open(
    files: Readonly<Record<string, string | Uint8Array>> = {},
    options: SandboxLimits & {
      /** More that is in the workspace when the sandbox opens. */
      prepare?: (directory: string) => void;
    } = {},
  ): Promise<Workspace> {
    const { prepare, ...limits } = options;
    // Nobody but the owner may look into the directory that workspaces are in, as in production.
    const directory = join(mkdtempSync(join(tmpdir(), "buster-test-sandbox-")), "workspace");
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    mkdirSync(directory, { recursive: true });
    prepare?.(directory);
    const stop = new AbortController();
    const hands = await subject()
      .create(limits)
      .open({ directory, runId: "run-1", signal: stop.signal });
    opened.push({ hands, directory: dirname(directory) });
    return { directory, hands, stop };
  };
}

/** The value of an answer that must be one. */
export function value<Value>(answer: HandsAnswer<Value>): Value {
  if (!answer.ok) throw new Error(`refused: ${answer.reason}`);
  return answer.value;
}

/** The reason of an answer that must be a refusal. */
export function reason(answer: HandsAnswer<unknown>): string {
  if (answer.ok) throw new Error(`not refused: ${JSON.stringify(answer.value)}`);
  return answer.reason;
}
