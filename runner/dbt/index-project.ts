import type {
  DbtModel,
  DbtProblem,
  DbtProject,
  DbtProperties,
  DbtSeed,
  DbtSource,
} from "./dbt-project.ts";
import { readModelSql } from "./read-model-sql.ts";
import { type ProjectFile, readProjectFile } from "./read-project-file.ts";
import { type PropertyEntry, readPropertyFile, type SourceEntry } from "./read-property-file.ts";
import { readTarget } from "./read-target.ts";
import { renderSimple } from "./render-simple.ts";
import { resolveConfig } from "./resolve-config.ts";

const wrong = { severity: "error", fix: "" } as const;
const projectFile = /(?:^|\/)dbt_project\.ya?ml$/;
const ownSchemaNames = /\{%-?\s*macro\s+(?:\w+__)?generate_schema_name\s*\(/;

/** Where a file is in its project: under which of its paths, and how it goes on from there. */
interface Placed {
  path: string;
  text: string;
  /** Below the model or seed path, with `/`. */
  rest: string;
}

/**
 * Reads a dbt project from its files (path → text). Never throws: what cannot be read is named in
 * `problems` and left out. Where there are several projects, the one nearest to the root counts.
 */
export function indexProject(files: ReadonlyMap<string, string>): DbtProject {
  const problems: DbtProblem[] = [];
  const [path, ...others] = [...files.keys()]
    .filter((candidate) => projectFile.test(candidate))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  for (const other of others) {
    problems.push({
      ...wrong,
      path: other,
      message: `this project is left out: ${path} is nearer to the root`,
    });
  }
  const read = readProjectFile(files.get(path ?? "") ?? "");
  if ("problem" in read)
    problems.push({ ...wrong, path: path ?? "dbt_project.yml", message: read.problem });
  const settings = "problem" in read ? emptyProject : read;
  const root = path?.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";

  const target = readTarget(files, { ...settings, root });
  const names = { vars: settings.vars, target };
  const under = (paths: readonly string[], ending: RegExp) => placed(files, root, paths, ending);
  const properties = readProperties(
    under([...settings.modelPaths, ...settings.seedPaths], /\.ya?ml$/),
    problems,
  );
  const unique = firstOfName(problems);

  const models: DbtModel[] = under(settings.modelPaths, /\.sql$/).flatMap((file) => {
    const name = baseName(file.path);
    if (!unique(name, file.path)) return [];
    const { config, ...reads } = readModelSql(file.text);
    const entry = properties.models.get(name);
    const given = { project: settings.name, steps: steps(file), names, tree: settings.models };
    return [
      {
        name,
        path: file.path,
        ...reads,
        ...described(entry),
        language: "sql" as const,
        version: undefined,
        primaryKey: [],
        config: resolveConfig({ ...given, properties: entry?.entry.config ?? {}, sql: config }),
      },
    ];
  });
  const seeds: DbtSeed[] = under(settings.seedPaths, /\.csv$/).flatMap((file) => {
    const name = baseName(file.path);
    if (!unique(name, file.path)) return [];
    const entry = properties.seeds.get(name);
    const given = { project: settings.name, steps: steps(file), names, tree: settings.seeds };
    const config = resolveConfig({
      ...given,
      properties: entry?.entry.config ?? {},
      sql: new Map(),
    });
    return [{ name, path: file.path, ...described(entry), config }];
  });
  const sources: DbtSource[] = [...properties.sources].map(([name, found]) => ({
    name,
    ...described(found),
    database:
      found.entry.database === undefined
        ? target.database
        : renderSimple(found.entry.database, names),
    schema: renderSimple(found.entry.schema, names),
    identifier: found.entry.identifier,
    loadedAtField: found.entry.loadedAtField,
    enabled: true,
  }));

  return {
    name: settings.name,
    root,
    profile: settings.profile,
    modelPaths: settings.modelPaths.map((part) => join(root, part)),
    seedPaths: settings.seedPaths.map((part) => join(root, part)),
    snapshotPaths: [],
    analysisPaths: [],
    testPaths: [],
    macroPaths: [],
    target,
    namesSchemasItself: under(settings.macroPaths, /\.sql$/).some(({ text }) =>
      ownSchemaNames.test(text),
    ),
    models,
    seeds,
    sources,
    snapshots: [],
    analyses: [],
    tests: [],
    unitTests: [],
    exposures: [],
    metrics: [],
    semanticModels: [],
    macros: [],
    groups: [],
    docs: [],
    packages: [],
    problems,
  };
}

const emptyProject: ProjectFile = {
  name: "default",
  profile: undefined,
  modelPaths: ["models"],
  seedPaths: ["seeds"],
  macroPaths: ["macros"],
  models: undefined,
  seeds: undefined,
  vars: {},
};

interface Found<Entry> {
  entry: Entry;
  path: string;
}

/** All property files together. What is described twice counts where it comes first. */
function readProperties(files: readonly Placed[], problems: DbtProblem[]) {
  const models = new Map<string, Found<PropertyEntry>>();
  const seeds = new Map<string, Found<PropertyEntry>>();
  const sources = new Map<string, Found<SourceEntry>>();
  for (const { path, text } of files) {
    const file = readPropertyFile(text);
    if ("problem" in file) {
      problems.push({ ...wrong, path, message: file.problem });
      continue;
    }
    const keep = <Entry extends PropertyEntry>(all: Map<string, Found<Entry>>, entry: Entry) => {
      const first = all.get(entry.name);
      if (first === undefined) all.set(entry.name, { entry, path });
      else
        problems.push({
          ...wrong,
          path,
          message: `${entry.name} is described in ${first.path} already`,
        });
    };
    for (const entry of file.models) keep(models, entry);
    for (const entry of file.seeds) keep(seeds, entry);
    for (const entry of file.sources) keep(sources, entry);
  }
  return { models, seeds, sources };
}

const nothing = { description: "", columns: [], tests: [], checks: [], meta: {}, constraints: [] };

function described(found: Found<PropertyEntry> | undefined): DbtProperties {
  if (found === undefined) return { ...nothing, yamlPath: undefined };
  const { description, columns, tests, checks, meta, constraints } = found.entry;
  return { description, columns, tests, checks, meta, constraints, yamlPath: found.path };
}

/** dbt refuses two nodes of one name; here the first counts. */
function firstOfName(problems: DbtProblem[]): (name: string, path: string) => boolean {
  const first = new Map<string, string>();
  return (name, path) => {
    const other = first.get(name);
    if (other === undefined) first.set(name, path);
    else problems.push({ ...wrong, path, message: `${name} exists already: ${other}` });
    return other === undefined;
  };
}

function placed(
  files: ReadonlyMap<string, string>,
  root: string,
  paths: readonly string[],
  ending: RegExp,
): Placed[] {
  const found: Placed[] = [];
  for (const [path, text] of files) {
    if (!ending.test(path)) continue;
    const base = paths.map((part) => join(root, part)).find((part) => isUnder(path, part));
    if (base === undefined) continue;
    found.push({ path, text, rest: path.slice(base === "" ? 0 : base.length + 1) });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function steps({ rest }: Placed): string[] {
  return rest.replace(/\.\w+$/, "").split("/");
}

function join(root: string, part: string): string {
  return [root, part].filter((piece) => piece !== "" && piece !== ".").join("/");
}

function isUnder(path: string, directory: string): boolean {
  return directory === "" || path.startsWith(`${directory}/`);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
}

function depth(path: string): number {
  return path.split("/").length;
}
