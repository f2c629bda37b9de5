import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { asList, asRecord } from "#agents-schema/shapes.ts";
import { readPlainFile } from "./read-plain-file.ts";

/** Packages and build results bring projects of their own that are not the team's. */
const skipped = new Set(["node_modules", "target", "dbt_packages", "dbt_modules", "logs", "venv"]);

/** Monorepos keep dbt one or two directories down; deeper ones are fixtures of something else. */
const maxDepth = 3;

export interface DbtProject {
  name: string;
  /** Directory of dbt_project.yml, relative to where was looked, with `/`; `.` for that directory itself. */
  path: string;
  /** Directories of models, relative to where was looked, without a slash at the end. */
  modelPaths: readonly string[];
}

/** The dbt projects in and below a directory, by path. A project within a project is that project's own business. */
export async function findDbtProjects(directory: string, path = "."): Promise<DbtProject[]> {
  const entries = await readdir(join(directory, path), { withFileTypes: true }).catch(() => []); // Not ours to read.
  if (entries.some((entry) => entry.name === "dbt_project.yml")) {
    const project = await readProject(directory, path);
    return project === undefined ? [] : [project];
  }
  if (path !== "." && path.split("/").length >= maxDepth) return [];
  const below = entries
    .filter((entry) => entry.isDirectory() && isPlain(entry.name))
    .filter((entry) => !entry.name.startsWith(".") && !skipped.has(entry.name))
    .map((entry) => inside(path, entry.name))
    .sort();
  return (await Promise.all(below.map((one) => findDbtProjects(directory, one)))).flat();
}

/** undefined: the file cannot be read, or does not name its project. */
async function readProject(directory: string, path: string): Promise<DbtProject | undefined> {
  const file = await readPlainFile(join(directory, path, "dbt_project.yml"));
  if (file.kind !== "text" || file.text.length > 1_000_000) return undefined;
  try {
    const written = asRecord(parse(file.text, { maxAliasCount: 50, logLevel: "silent" }));
    const { name } = written;
    if (typeof name !== "string" || !/^\w{1,100}$/.test(name)) return undefined;
    const models = asList(written["model-paths"] ?? ["models"])
      .filter((one) => typeof one === "string")
      .map((one) => one.replace(/^(?:\.\/)+|\/+$/g, ""))
      .filter(isPlain);
    return { name, path, modelPaths: models.map((one) => inside(path, one)) };
  } catch {
    return undefined; // dbt itself will say what is wrong with it.
  }
}

/** Nothing that a glob or YAML would read as its own. */
function isPlain(path: string): boolean {
  return /^\w[\w./ -]*$/.test(path) && !path.includes("..");
}

function inside(path: string, name: string): string {
  return path === "." ? name : `${path}/${name}`;
}
