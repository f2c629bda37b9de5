import type { Run } from "#agents-schema/run.ts";
import type { Hands, Repository } from "../ports.ts";
import type { Workshop } from "./workshop.ts";

/** Materialises the head commit in a directory of its own and opens hands over it. */
export async function openWorkspace(
  { scratch, sandbox, log }: Pick<Workshop, "scratch" | "sandbox" | "log">,
  run: Run,
  repository: Repository,
  signal: AbortSignal,
): Promise<{ hands: Hands; close(): Promise<void> }> {
  const directory = await scratch.create(run.id);
  const remove = () =>
    scratch.remove(directory).catch((cause) => {
      // The next start of the run begins with an empty directory anyway.
      log.warn({ runId: run.id, err: cause }, "workspace not removed");
    });
  try {
    await repository.materialise(run.headSha, directory);
    const hands = await sandbox.open({ directory, runId: run.id, signal });
    return {
      hands,
      close: async () => {
        const isOver = await hands.close().then(
          () => true,
          (cause) => {
            log.warn({ runId: run.id, err: cause }, "sandbox not closed in order");
            return false;
          },
        );
        if (isOver) await repository.reclaim?.(directory);
        await remove();
      },
    };
  } catch (cause) {
    await remove();
    throw cause;
  }
}
