import { join, resolve } from "node:path";
import { indexDirectory } from "#runner/checkout/index-directory.ts";
import { openProjectFiles } from "#runner/checkout/open-project-files.ts";
import type { DbtProject } from "#runner/dbt/dbt-project.ts";
import type { DocumentWorld } from "#runner/documentation/document-world.ts";
import { dialectOf } from "#runner/lineage/dialect-of.ts";
import type { ProjectFiles } from "#runner/ports/project-files.ts";
import { type Log, type Warehouse, WorldFailure } from "#runner/ports.ts";
import { findDbtProjects } from "../find-dbt-projects.ts";
import { isDirectory } from "../is-directory.ts";

/** A dbt project on this machine. Paths are relative to its directory. */
export interface OpenProject {
  directory: string;
  files: ProjectFiles;
  project: DbtProject;
  /** Opens a connection to its warehouse, `width` of them at once; undefined: it has none that is known here. */
  openWarehouse: ((width?: number) => Promise<Warehouse>) | undefined;
  dialect: DocumentWorld["dialect"];
  /** Address of the warehouse; it may hold a password. */
  warehouseUrl: string | undefined;
}

/**
 * Opens the dbt project in a directory, or the only one below it, with the warehouse of WAREHOUSE_URL, else of
 * its profile. Rejects with WorldFailure `repository-unavailable` when there is none, or more than one.
 */
export async function openProject(
  given: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<OpenProject> {
  const directory = await findProject(given, cwd);
  const files = openProjectFiles({ directory });
  const project = indexDirectory({ directory, isKept: true });
  if (project === undefined) {
    const doing = `reading ${directory}: its dbt_project.yml is gone`;
    throw new WorldFailure("repository-unavailable", doing);
  }
  const url = await findWarehouse(directory, env);
  return {
    directory,
    files,
    project,
    dialect: dialectOfUrl(url) ?? dialectOf(project),
    warehouseUrl: url,
    openWarehouse:
      url === undefined
        ? undefined
        : async (width = 1) => {
            const { openWarehouse } = await import("#runner/warehouse/open-warehouse.ts");
            const { parseWarehouseUrl } = await import("#runner/warehouse/parse-warehouse-url.ts");
            // Engines of several threads each would only stand in each other's way.
            return openWarehouse(parseWarehouseUrl(url), log, width > 1 ? { threads: 1 } : {});
          },
  };
}

function dialectOfUrl(url: string | undefined): OpenProject["dialect"] | undefined {
  if (url === undefined) return undefined;
  return url.startsWith("duckdb:") ? "duckdb" : "postgres";
}

async function findProject(given: string, cwd: string): Promise<string> {
  const directory = resolve(cwd, given);
  const problem = (why: string) =>
    new WorldFailure("repository-unavailable", `looking for a dbt project in ${given}: ${why}`);
  if (!(await isDirectory(directory))) throw problem("there is no such directory");
  const [first, ...others] = await findDbtProjects(directory);
  if (first === undefined) throw problem("no dbt_project.yml in it or up to three levels below");
  if (others.length > 0) {
    const paths = [first, ...others].map(({ path }) => path).join(", ");
    throw problem(`there are several (${paths}); name one with --project`);
  }
  return join(directory, first.path);
}

async function findWarehouse(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  if (env.WAREHOUSE_URL) return env.WAREHOUSE_URL;
  const { warehouseOfProfile } = await import("../../wiring/warehouse-of-profile.ts");
  return warehouseOfProfile(directory, env);
}
