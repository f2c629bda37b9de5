import { execFile } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { findProgram } from "#runner/sandbox/find-program.ts";
import { broken, type Check, missing, off, works } from "./check.ts";

/** Longest that a program may take to say its version, in milliseconds. */
const withinMs = 10_000;

/** The oldest Node that runs TypeScript as it is. */
const oldestNode = 24;

export function checkNode(version: string): Check {
  return Number.parseInt(version, 10) >= oldestNode
    ? works("node", version)
    : broken("node", `${version} is too old`, `\`npm ci\` brings Node ${oldestNode}`);
}

export async function checkGit(): Promise<Check> {
  const git = findProgram("git");
  if (git === undefined) {
    return missing("git", "not found; repositories are mirrored with it", "apt-get install git");
  }
  try {
    const { stdout } = await promisify(execFile)(git, ["--version"], { timeout: withinMs });
    return works("git", stdout.trim().replace(/^git version /, ""));
  } catch (cause) {
    return broken("git", `${git} does not run: ${String(cause)}`, "apt-get install git");
  }
}

/** dbt as agents see it: in the environment that BUSTER_DBT_HOME names, or in the Docker image. */
export async function checkDbt(dbtHome: string | undefined, isInImage: boolean): Promise<Check> {
  if (dbtHome === undefined) {
    return isInImage
      ? works("dbt", "in the sandbox image")
      : off(
          "dbt",
          "agents cannot run dbt; they read the project without it",
          'python3 -m venv .venv && .venv/bin/pip install "dbt-core<1.12" dbt-duckdb, then BUSTER_DBT_HOME=$PWD/.venv',
        );
  }
  const program = join(dbtHome, "bin", "dbt");
  const isThere = await access(program, constants.X_OK).then(
    () => true,
    () => false, // Told below.
  );
  return isThere
    ? works("dbt", program)
    : broken(
        "dbt",
        `there is no ${program}`,
        "BUSTER_DBT_HOME names a Python environment with dbt",
      );
}
