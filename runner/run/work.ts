import type { RunState } from "#agents-schema/run.ts";
import { converseIn } from "./converse-in.ts";
import { fetchCommits } from "./fetch-commits.ts";
import type { Job } from "./job.ts";
import { loadContext } from "./load-context.ts";
import { openWorkspace } from "./open-workspace.ts";
import type { Workshop } from "./workshop.ts";

/**
 * A run's work, from its commit to what it proposes; answers where the run goes. Whatever happens, the
 * sandbox and its directory are gone afterwards.
 */
export async function work(
  house: Workshop,
  job: Job,
): Promise<{ to: RunState; reason: string | null }> {
  const { run, lease, signal } = job;
  const repository = await house.supplies.repository(run);
  await fetchCommits(repository, [run.baseSha, run.headSha], run.pullRequest?.number ?? null);
  signal.throwIfAborted();
  const workspace = await openWorkspace(house, run, repository, signal);
  try {
    const loaded = await loadContext(repository, run);
    await house.ledger.append(lease, {
      kind: "workspace.ready",
      headSha: run.headSha,
      files: loaded.files,
      sandbox: house.sandbox.name,
    });
    await house.ledger.append(lease, {
      kind: "context.loaded",
      files: loaded.context.documents.map(({ path }) => path),
      models: loaded.briefing.changedModels.map(({ name }) => name),
    });
    if (run.state !== "running") await house.ledger.move(lease, "running", null);

    // A fork's code never gets near the data.
    const warehouse = run.isFork ? undefined : await house.supplies.warehouse(run);
    try {
      return await converseIn(house, job, {
        ...loaded,
        repository,
        warehouse,
        hands: workspace.hands,
      });
    } finally {
      await warehouse?.close();
    }
  } finally {
    await workspace.close();
  }
}
