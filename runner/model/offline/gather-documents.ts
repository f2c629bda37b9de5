import { readModelSql } from "../../dbt/read-model-sql.ts";
import type { Briefing } from "../../ports.ts";
import { findLines } from "./find-lines.ts";
import { fileKey, readFiles } from "./read-files.ts";
import type { Recipe } from "./recipe.ts";

/** Files that are read at most, and characters of one search. */
const maxFiles = 60;
const maxPattern = 400;

export interface Gathered {
  models: readonly { name: string; path: string; sql: string }[];
  /** Changed models whose SQL could not be read. */
  unreadable: readonly string[];
  /** YAML files of the changed models' directories, and those that name them or what they read. */
  propertyFiles: ReadonlyMap<string, string>;
}

/** Reads the changed models, what documents them and what they read, and how their directories are documented. */
export function* gatherDocuments(briefing: Briefing): Recipe<Gathered> {
  const { changedModels } = briefing;
  const sql = yield* readFiles(changedModels.map(({ path }) => ({ path, version: "workspace" })));
  const models = changedModels.flatMap(({ name, path }) => {
    const text = sql.get(fileKey({ path, version: "workspace" }));
    return text === undefined ? [] : [{ name, path, sql: text }];
  });

  const names = models.flatMap((model) => {
    const { refs, sources } = readModelSql(model.sql);
    return [model.name, ...refs, ...sources.map((source) => source.slice(source.indexOf(".") + 1))];
  });
  const naming: string[] = [];
  for (const pattern of patterns([...new Set(names)])) {
    const lines = yield* findLines(pattern, ["yml", "yaml"]);
    naming.push(...lines.map(({ path }) => path));
  }
  const beside = yield* listYaml(models.map(({ path }) => directoryOf(path)));
  const paths = [...new Set([...naming, ...beside])].slice(0, maxFiles);
  const texts = yield* readFiles(paths.map((path) => ({ path, version: "workspace" })));

  return {
    models,
    unreadable: changedModels
      .filter(({ name }) => !models.some((model) => model.name === name))
      .map(({ name }) => name),
    propertyFiles: new Map(
      paths.flatMap((path) => {
        const text = texts.get(fileKey({ path, version: "workspace" }));
        return text === undefined ? [] : [[path, text] as const];
      }),
    ),
  };
}

/** Searches for entries of these names, each no longer than the tool takes. */
function patterns(names: readonly string[]): string[] {
  const batches: string[] = [];
  for (const name of names.filter((found) => /^[\w.-]+$/.test(found))) {
    const last = batches.at(-1);
    const written = name.replaceAll(".", "\\.");
    if (last === undefined || last.length + written.length > maxPattern) batches.push(written);
    else batches[batches.length - 1] = `${last}|${written}`;
  }
  return batches.map((batch) => `name:\\s*["']?(${batch})["']?\\s*([,}#].*)?$`);
}

function* listYaml(directories: readonly string[]): Recipe<readonly string[]> {
  const wanted = [...new Set(directories)].flatMap((directory) =>
    ["yml", "yaml"].map((ending) => ({ directory, pattern: `${directory}*.${ending}` })),
  );
  if (wanted.length === 0) return [];
  const { replies } = yield {
    calls: wanted.map(({ pattern }) => ({ tool: "glob", input: { pattern } })),
  };
  return wanted.flatMap(({ directory }, index) => {
    const { text = "", isError = true } = replies[index] ?? {};
    const isPath = (line: string) => line.startsWith(directory) && /\.ya?ml$/.test(line);
    return isError ? [] : text.split("\n").filter(isPath);
  });
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
