import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";

const Project = z.looseObject({ profile: z.string() });
const Profile = z.looseObject({
  target: z.string().default("default"),
  outputs: z.record(z.string(), z.looseObject({ type: z.string() })),
});
const DuckDb = z.looseObject({ type: z.literal("duckdb"), path: z.string() });
const Postgres = z.looseObject({
  type: z.literal("postgres"),
  host: z.string(),
  port: z.coerce.number().default(5432),
  user: z.string(),
  password: z.coerce.string().optional(),
  pass: z.coerce.string().optional(),
  dbname: z.string().optional(),
  database: z.string().optional(),
});

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The warehouse that a dbt project's profile names: profiles.yml in the project, in DBT_PROFILES_DIR or in
 * ~/.dbt, its default target. Undefined when there is none, or it is of a kind that is not read here. Of
 * dbt's Jinja only `env_var` is understood.
 */
export async function warehouseOfProfile(
  projectDirectory: string,
  environment: Environment,
): Promise<string | undefined> {
  const project = Project.safeParse(await readYaml(join(projectDirectory, "dbt_project.yml"), {}));
  if (!project.success) return undefined;
  const places = [
    projectDirectory,
    ...(environment.DBT_PROFILES_DIR ? [environment.DBT_PROFILES_DIR] : []),
    join(homedir(), ".dbt"),
  ];
  for (const place of places) {
    const profiles = z
      .record(z.string(), z.unknown())
      .safeParse(await readYaml(join(place, "profiles.yml"), environment));
    const profile = Profile.safeParse(profiles.data?.[project.data.profile]);
    if (!profile.success) continue;
    const { target, outputs } = profile.data;
    return toUrl(outputs[environment.DBT_TARGET ?? target], projectDirectory);
  }
  return undefined;
}

function toUrl(output: unknown, projectDirectory: string): string | undefined {
  const duckdb = DuckDb.safeParse(output);
  if (duckdb.success) {
    const { path } = duckdb.data;
    return path === ":memory:" ? undefined : `duckdb:${resolve(projectDirectory, path)}`;
  }
  const postgres = Postgres.safeParse(output);
  if (!postgres.success) return undefined;
  const { host, port, user, password, pass, dbname, database } = postgres.data;
  const url = new URL(`postgres://${host}:${port}/${dbname ?? database ?? user}`);
  url.username = user;
  url.password = password ?? pass ?? "";
  return url.href;
}

async function readYaml(path: string, environment: Environment): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => undefined); // Not there: the next place is asked.
  if (text === undefined) return undefined;
  const filled = text.replaceAll(
    /\{\{\s*env_var\(\s*['"](\w+)['"]\s*(?:,\s*['"]([^'"]*)['"]\s*)?\)[^}]*\}\}/g,
    (_whole, name: string, otherwise?: string) => environment[name] ?? otherwise ?? "",
  );
  const document = parseDocument(filled);
  return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 10 });
}
