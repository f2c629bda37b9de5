import { profileRelation } from "#runner/documentation/profile-relation.ts";
import { type Log, type Warehouse, WorldFailure } from "#runner/ports.ts";
import { type FoundRelation, findRelation } from "#runner/tools/find-relation.ts";
import type { CommandContext } from "./command-context.ts";
import { type OpenProject, openProject } from "./document/open-project.ts";
import { interrupted } from "./listen-for-stop.ts";
import { plain } from "./plain.ts";
import { tellProfile } from "./profile/tell-profile.ts";
import { quietLog } from "./quiet-log.ts";

export interface ProfileCommand {
  /** dbt's name of a model, seed or source table, or `schema.table`. */
  name: string;
  project: string;
  /** Seconds of one statement. */
  timeout: number;
  json: boolean;
}

/**
 * `buster profile`: what a relation contains. Exit code: 0 done; 1 it could not be measured, or there is none;
 * 3 there is no warehouse to ask; 130 stopped.
 */
export async function runProfile(
  request: ProfileCommand,
  { terminal, cwd, env, signal }: CommandContext,
): Promise<number> {
  const log = quietLog(terminal);
  const { project, openWarehouse } = await open(request.project, cwd, env, log);
  if (openWarehouse === undefined) {
    terminal.err("profile: no warehouse is known; set WAREHOUSE_URL, or write a profiles.yml");
    return 3;
  }
  const warehouse = await openWarehouse();
  try {
    const found = await find(project, warehouse, request.name);
    if (found.kind === "empty") {
      terminal.err(`profile: ${plain(found.reason)}`);
      return 1;
    }
    const answer = await profileRelation(
      {
        ...{ warehouse, signal },
        clock: { now: () => new Date(), sleep: async () => {} },
        tag: `buster profile ${request.name}`,
        timeoutMs: request.timeout * 1000,
      },
      { subject: request.name, relation: found.relation, columns: found.columns },
    );
    if (answer.kind !== "profiled") {
      terminal.err(`profile: measuring ${plain(request.name)}: ${plain(answer.reason)}`);
      return signal.aborted ? interrupted : 1;
    }
    if (request.json) terminal.out(JSON.stringify(answer.profile, undefined, 2));
    else for (const line of tellProfile(answer.profile)) terminal.out(line);
    return 0;
  } finally {
    await warehouse.close();
  }
}

type Opened = { project: OpenProject["project"] | undefined } & Pick<OpenProject, "openWarehouse">;

/** With an address of the warehouse a table can be measured where there is no dbt project. */
async function open(
  directory: string,
  cwd: string,
  env: CommandContext["env"],
  log: Log,
): Promise<Opened> {
  try {
    return await openProject(directory, cwd, env, log);
  } catch (cause) {
    const { WAREHOUSE_URL: url } = env;
    const isMissing = cause instanceof WorldFailure && cause.code === "repository-unavailable";
    if (!isMissing || !url) throw cause;
    const { openWarehouse } = await import("#runner/warehouse/open-warehouse.ts");
    const { parseWarehouseUrl } = await import("#runner/warehouse/parse-warehouse-url.ts");
    return {
      project: undefined,
      openWarehouse: () => openWarehouse(parseWarehouseUrl(url), log),
    };
  }
}

/** A name of the project's first; else, with a point in it, a table. */
async function find(
  project: Opened["project"],
  warehouse: Warehouse,
  name: string,
): Promise<FoundRelation> {
  const asModel = await findRelation({ project, warehouse }, { model: name });
  if (asModel.kind === "found" || !name.includes(".")) return asModel;
  const asTable = await findRelation({ project, warehouse }, { table: name });
  if (asTable.kind === "found" || project === undefined) return asTable;
  return { kind: "empty", reason: `${asModel.reason}; ${asTable.reason}` };
}
