import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { DbtModel, DbtProject } from "#runner/dbt/dbt-project.ts";
import { indexProject } from "#runner/dbt/index-project.ts";

/** Where the models go; profiles.yml says the same. */
const schema = "analytics";

/**
 * Builds seeds and models of the project at `directory`, in the order of their references, without dbt:
 * this project uses nothing of Jinja but ref, source, config and comments.
 */
export async function buildModels(connection: DuckDBConnection, directory: string): Promise<void> {
  const files = await readProject(directory);
  const project = indexProject(files);
  await connection.run(`create schema ${schema}`);
  for (const seed of project.seeds) {
    const path = join(directory, seed.path).replaceAll("'", "''");
    await connection.run(
      `create table ${schema}.${seed.name} as select * from read_csv('${path}')`,
    );
  }
  for (const model of inOrder(project)) {
    const kind = model.config.materialized === "table" ? "table" : "view";
    const sql = render(project, model, files.get(model.path) ?? "");
    await connection.run(`create ${kind} ${schema}.${model.name} as\n${sql}`);
  }
}

async function readProject(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = new Map<string, string>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(?:sql|ya?ml|csv)$/.test(path)) continue;
    files.set(relative(directory, path).split(sep).join("/"), await readFile(path, "utf8"));
  }
  return files;
}

/** What a model reads comes before it. */
function inOrder({ models }: DbtProject): DbtModel[] {
  const ordered = new Set<DbtModel>();
  const byName = new Map(models.map((model) => [model.name, model]));
  const visit = (model: DbtModel) => {
    if (ordered.has(model)) return;
    for (const name of model.refs) {
      const parent = byName.get(name);
      if (parent !== undefined) visit(parent);
    }
    ordered.add(model);
  };
  for (const model of models) visit(model);
  return [...ordered];
}

function render(project: DbtProject, model: DbtModel, sql: string): string {
  const rendered = sql
    .replace(/\{#[\s\S]*?#\}/g, "")
    .replace(/\{\{-?\s*config\([\s\S]*?\)\s*-?\}\}/g, "")
    .replace(
      /\{\{-?\s*ref\(\s*['"](\w+)['"]\s*\)\s*-?\}\}/g,
      (_, name: string) => `${schema}.${name}`,
    )
    .replace(
      /\{\{-?\s*source\(\s*['"](\w+)['"]\s*,\s*['"](\w+)['"]\s*\)\s*-?\}\}/g,
      (_, source: string, table: string) => {
        const found = project.sources.find(({ name }) => name === `${source}.${table}`);
        if (found?.schema === undefined)
          throw new Error(`${model.path}: no source ${source}.${table}`);
        return `${found.schema}.${found.identifier}`;
      },
    );
  if (/\{[{%]/.test(rendered)) throw new Error(`${model.path}: only dbt can render this model`);
  return rendered;
}
