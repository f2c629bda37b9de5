import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenHands } from "./open-hands.ts";

type Open = (workspace: {
  directory: string;
  runId: string;
  signal: AbortSignal;
}) => Promise<OpenHands>;

/** Looks for a program inside a sandbox over an empty directory, once for each program. */
export function rememberPrograms(open: Open): (program: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();

  async function look(program: string): Promise<boolean> {
    const directory = await mkdtemp(join(tmpdir(), "buster-look-"));
    try {
      const { signal } = new AbortController();
      const hands = await open({ directory, runId: "look", signal });
      return await hands.which(program).finally(() => hands.close());
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  return (program) => {
    const answer = known.get(program) ?? look(program);
    known.set(program, answer);
    // What went wrong may be right the next time.
    answer.catch(() => known.delete(program));
    return answer;
  };
}
