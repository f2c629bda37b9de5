import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Run } from "#agents-schema/run.ts";
import type { RunnerConfig } from "./config.ts";
import { createPause, type Pause } from "./model/create-pause.ts";
import type { SqlAnalyst } from "./ports/sql-analyst.ts";
import type { Writer } from "./ports/writer.ts";
import type {
  Clock,
  Effects,
  Ledger,
  Log,
  Model,
  Repository,
  Supplies,
  Warehouse,
} from "./ports.ts";
import type { Workshop } from "./run/workshop.ts";
import { createEgress } from "./sandbox/egress/create-egress.ts";
import { realInternet } from "./sandbox/egress/real-internet.ts";
import { createWarehouseDoor } from "./warehouse/create-warehouse-door.ts";

/** How long a run stays a worker's without a sign of life, in milliseconds. */
export const leaseMs = 20_000;

/** What the workshop is given by whoever starts it. */
export interface Surroundings {
  config: RunnerConfig;
  ledger: Ledger;
  effects: Effects;
  repository: (run: Run) => Promise<Repository>;
  /** Holds the workspaces of runs. */
  dataDirectory: string;
  /** Does it work on until it is stopped? Then sandboxes are started ahead, and its `sandbox` has to be closed. */
  isServer?: boolean;
  log: Log;
}

/**
 * Puts the workshop together. The sandbox, the model's and the warehouse's packages are loaded when the
 * first run needs them. Rejects with WorldFailure `sandbox-missing` when there is nothing to work in.
 */
export async function createWorkshop(surroundings: Surroundings): Promise<Workshop> {
  const { config, ledger, effects, repository, dataDirectory, log } = surroundings;
  const { chooseSandbox } = await import("./sandbox/choose-sandbox.ts");
  const sandbox = await chooseSandbox({
    wanted: config.sandbox.wanted,
    image: config.sandbox.image,
    ...(surroundings.isServer === true
      ? { pool: { size: config.sandbox.pool, directory: join(dataDirectory, "slots") } }
      : {}),
    ...(config.dbtHome === undefined
      ? {}
      : { readOnly: [config.dbtHome], path: [join(config.dbtHome, "bin")] }),
    log,
  });
  const workspaces = join(dataDirectory, "workspaces");
  const pause = createPause(systemClock);
  let borrowAnalyst: (() => SqlAnalyst) | undefined;
  return {
    ledger,
    effects,
    sandbox,
    clock: systemClock,
    log,
    leaseMs,
    scratch: {
      async create(runId) {
        const directory = join(workspaces, runId);
        await rm(directory, { recursive: true, force: true });
        await mkdir(directory, { recursive: true, mode: 0o700 });
        return directory;
      },
      remove: (directory) => rm(directory, { recursive: true, force: true }),
    },
    supplies: {
      repository,
      model: (run) => openModel(config, run, log, pause),
      warehouse: () => openWarehouseOf(config, log),
      async analyst() {
        const { lendSqlAnalyst } = await import("./sql-analysis/lend-sql-analyst.ts");
        borrowAnalyst ??= lendSqlAnalyst({ log });
        return borrowAnalyst();
      },
      writer: (run) => openWriter(config, run.agent.model, log),
      doors: (run, behind) => openDoors(config, run, behind),
      async notebook(run) {
        const { openNotebook } = await import("./checkout/open-notebook.ts");
        return openNotebook(join(dataDirectory, "notebooks"), run.id);
      },
    },
  };
}

/** Time as it is. */
const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    // An abort ends the sleep; whoever sleeps looks at the signal afterwards.
    wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
};

/** An agent may name its model; without a key there is only the offline one. `offline:` names a recipe of it. */
async function openModel(config: RunnerConfig, run: Run, log: Log, pause: Pause): Promise<Model> {
  const wanted = run.agent.model;
  const recipe = /^offline(?::(.*))?$/.exec(wanted ?? "");
  if (config.model.kind === "offline" || recipe !== null) {
    const { createOfflineModel } = await import("./model/create-offline-model.ts");
    return createOfflineModel(recipe?.[1]);
  }
  const { createAnthropicModel } = await import("./model/create-anthropic-model.ts");
  const { apiKey, baseUrl, name } = config.model;
  const model = wanted ?? name;
  return createAnthropicModel({ apiKey, baseUrl, model, clock: systemClock, log, pause });
}

/** The built-in writer where there is no key, or where no language model is wanted. */
export async function openWriter(
  config: RunnerConfig,
  wanted: string | null,
  log: Log,
): Promise<Writer> {
  if (config.model.kind === "offline" || wanted === "offline") {
    const { createBuiltInWriter } = await import("./writing/create-built-in-writer.ts");
    return createBuiltInWriter();
  }
  const { createModelWriter } = await import("./documentation/create-model-writer.ts");
  const { createAnthropicModel } = await import("./model/create-anthropic-model.ts");
  const { apiKey, baseUrl, name } = config.model;
  return createModelWriter({
    model: createAnthropicModel({ apiKey, baseUrl, model: name, clock: systemClock, log }),
  });
}

async function openWarehouseOf(config: RunnerConfig, log: Log): Promise<Warehouse | undefined> {
  if (config.warehouseUrl === undefined) return undefined;
  const { openWarehouse } = await import("./warehouse/open-warehouse.ts");
  const { parseWarehouseUrl } = await import("./warehouse/parse-warehouse-url.ts");
  return openWarehouse(parseWarehouseUrl(config.warehouseUrl), log);
}

/** For a run of a fork there is none: its code is a stranger's. */
function openDoors(
  { warehouseUrl }: RunnerConfig,
  run: Run,
  { ask, tell }: Parameters<Supplies["doors"]>[1],
): ReturnType<Supplies["doors"]> {
  const { sql, network } = run.agent.restrictions;
  const isOpen = network.allow.length > 0 && !run.isFork;
  return {
    warehouse:
      warehouseUrl === undefined || run.isFork
        ? undefined
        : createWarehouseDoor({ url: warehouseUrl, access: sql, ask }),
    network: isOpen
      ? createEgress({ allow: network.allow, tell, internet: realInternet })
      : undefined,
  };
}
