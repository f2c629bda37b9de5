import type { Config, ConfigMistake } from "../../config.ts";
import { warehouseOfProfile } from "../../wiring/warehouse-of-profile.ts";
import { broken, type Check, works } from "./check.ts";
import { checkAgents } from "./check-agents.ts";
import { checkClock } from "./check-clock.ts";
import { checkModel } from "./check-model.ts";
import { checkPages } from "./check-pages.ts";
import { checkGitHub, checkSlack } from "./check-platforms.ts";
import { checkDbt, checkGit, checkNode } from "./check-programs.ts";
import { checkSandboxes } from "./check-sandboxes.ts";
import { checkDisk, checkLedger, checkQueue } from "./check-storage.ts";
import { checkWarehouse } from "./check-warehouse.ts";

export interface Surroundings {
  config: Config;
  /** What is wrong with the environment; `config` then has the defaults. */
  mistakes: readonly ConfigMistake[];
  /** The warehouse that is set, or that the repository's dbt profile names. */
  warehouseUrl: string | undefined;
  repository: string;
  signal: AbortSignal;
}

/** Looks at everything at once, in an order that reads well. A check that fails itself spoils no other. */
export async function runChecks(surroundings: Surroundings): Promise<Check[]> {
  const { config, mistakes, warehouseUrl, repository, signal } = surroundings;
  const { runner } = config;
  const asked = (name: string) => (cause: unknown) => ({
    check: notDone(name, cause),
    clockSkewMs: null,
  });
  const one = (name: string) => (cause: unknown) => notDone(name, cause);
  const [git, sandboxes, ledger, queue, disk, warehouse, model, github, slack, agents] =
    await Promise.all([
      checkGit().catch(one("git")),
      checkSandboxes(runner).catch((cause) => ({
        checks: [notDone("sandbox", cause)],
        hasDbtInImage: false,
      })),
      checkLedger(config.databaseUrl).catch(one("ledger")),
      checkQueue(config.redisUrl).catch(one("queue")),
      checkDisk(config.dataDirectory).catch(one("disk")),
      checkWarehouse(warehouseUrl, signal).catch(one("warehouse")),
      checkModel(runner.model, signal).catch(asked("model")),
      checkGitHub(config.github).catch(asked("github")),
      checkSlack(config.slack).catch(asked("slack")),
      checkAgents(repository).catch(one("agents")),
    ]);
  const dbt = await checkDbt(runner.dbtHome, sandboxes.hasDbtInImage).catch(one("dbt"));
  const skews = [model, github, slack].map(({ clockSkewMs }) => clockSkewMs);
  return [
    ...settings(mistakes),
    checkNode(process.versions.node),
    git,
    ...sandboxes.checks,
    dbt,
    ledger,
    queue,
    disk,
    warehouse,
    model.check,
    github.check,
    slack.check,
    checkClock(skews),
    checkPages(config),
    agents,
  ];
}

/** The warehouse that runs would use, as `buster run` finds it. */
export function warehouseFor(
  config: Config,
  repository: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const { warehouseUrl } = config.runner;
  return warehouseUrl === undefined
    ? warehouseOfProfile(repository, env)
    : Promise.resolve(warehouseUrl);
}

function settings(mistakes: readonly ConfigMistake[]): Check[] {
  if (mistakes.length === 0) return [works("settings", "every variable is well formed")];
  return mistakes.map(({ variable, message }) => broken("settings", `${variable}: ${message}`));
}

function notDone(name: string, cause: unknown): Check {
  const why = cause instanceof Error ? cause.message : String(cause);
  return broken(name, `could not be checked: ${why}`);
}
