import { join } from "node:path";
import type { Run } from "#agents-schema/run.ts";
import type { RunnerConfig } from "#runner/config.ts";
import { createWorkshop } from "#runner/main.ts";
import type { Ledger } from "#runner/ports.ts";
import { doRun } from "#runner/run/do-run.ts";
import type { House } from "../../flow/house.ts";
import type { OpenLedger } from "../../ledger/open-ledger.ts";
import { createEffects } from "../../wiring/create-effects.ts";
import type { CommandContext } from "../command-context.ts";
import { plain } from "../plain.ts";
import type { LocalSite } from "./open-site.ts";

export interface LocalWork {
  house: House;
  ledger: OpenLedger;
  site: LocalSite;
  config: RunnerConfig;
  scratch: string;
}

/** Lets the agent work, telling each step as it is done. A Ctrl-C stops the run as any person's stop does. */
export async function workHere(
  { house, ledger, site, config, scratch }: LocalWork,
  runId: string,
  { terminal, env, signal }: CommandContext,
): Promise<void> {
  const workshop = await createWorkshop({
    config: await withProfile(config, site, env),
    ledger: telling(ledger.workshop, (text) => terminal.err(plain(text))),
    effects: createEffects(house, ledger),
    repository: async (_run: Run) => site.repository,
    dataDirectory: scratch,
    log: house.log,
  });
  const stop = () => house.runs.requestStop(runId, { kind: "local", name: "Ctrl-C" });
  const hear = () => {
    terminal.err("stopping");
    void stop();
  };
  // Whoever stopped it while the workshop was put together is not heard by a listener any more.
  if (signal.aborted) return;
  signal.addEventListener("abort", hear, { once: true });
  try {
    await doRun(workshop, runId);
  } finally {
    signal.removeEventListener("abort", hear);
  }
}

/** Without WAREHOUSE_URL the warehouse is the one that the profile of a project of the repository names. */
async function withProfile(
  config: RunnerConfig,
  { directory, shelf }: LocalSite,
  env: CommandContext["env"],
): Promise<RunnerConfig> {
  if (config.warehouseUrl !== undefined) return config;
  const { warehouseOfProfile } = await import("../../wiring/warehouse-of-profile.ts");
  const projects = [directory, ...shelf.settings.projects.map(({ path }) => join(directory, path))];
  for (const project of projects) {
    const warehouseUrl = await warehouseOfProfile(project, env);
    if (warehouseUrl !== undefined) return { ...config, warehouseUrl };
  }
  return config;
}

function telling(ledger: Ledger, tell: (text: string) => void): Ledger {
  return {
    ...ledger,
    async append(lease, entry, cost) {
      await ledger.append(lease, entry, cost);
      if (entry.kind === "workspace.ready")
        tell(`  sandbox: ${entry.sandbox}, ${entry.files} files`);
      if (entry.kind === "progress") tell(`  … ${entry.text}`);
      if (entry.kind === "tool.result") {
        const mark = entry.outcome === "failed" || entry.outcome === "refused" ? "✗" : "✓";
        tell(`  ${mark} ${entry.step}`);
      }
    },
  };
}
