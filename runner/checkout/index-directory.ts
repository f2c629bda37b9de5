import { lstatSync } from "node:fs";
import { join, resolve } from "node:path";
import { assembleProject } from "../dbt/assemble/assemble-project.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import type { FileFacts } from "../dbt/facts/file-facts.ts";
import { readFileFacts } from "../dbt/facts/read-file-facts.ts";
import { applyManifest, refuseManifest } from "../dbt/manifest/apply-manifest.ts";
import { type DbtFile, listDbtFiles } from "./list-dbt-files.ts";
import { type FactCache, openFactCache } from "./open-fact-cache.ts";
import { openTextReader } from "./open-text-reader.ts";

/** Longest file that is read, in bytes; seeds are not read at all. */
const maxBytes = 5 * 1024 * 1024;
/** Longest manifest that is read. */
const maxManifestBytes = 256 * 1024 * 1024;
/** A file that changed this short a time ago, in milliseconds, may change again without a trace. */
const stillWarmMs = 50;

/**
 * The dbt project in a directory on disk, or below it; undefined when there is none. With `isKept` what the
 * files say is kept in `.buster/cache/`, so that the next time only what changed is read. Never throws for
 * what the files say.
 */
export function indexDirectory(options: {
  directory: string;
  isKept: boolean;
  /** The time it is; left out: the clock's. */
  now?: Date;
}): DbtProject | undefined {
  const directory = resolve(options.directory);
  const files = listDbtFiles(directory);
  if (!files.some(({ path }) => /(?:^|\/)dbt_project\.ya?ml$/.test(path))) return undefined;
  const cache = options.isKept ? openFactCache(directory) : undefined;
  const warmSince = (options.now?.getTime() ?? Date.now()) - stillWarmMs;
  try {
    const project = assembleProject(readFacts(directory, files, { cache, warmSince }));
    cache?.save();
    return withManifest(project, directory, files);
  } catch (cause) {
    if (cache === undefined) throw cause;
    // What was kept is not what it should be: once more, without it.
    return withManifest(
      assembleProject(readFacts(directory, files, { cache: undefined, warmSince })),
      directory,
      files,
    );
  }
}

/** With what dbt knew when it last looked, if it has looked since the last change of a file. */
function withManifest(
  project: DbtProject,
  directory: string,
  files: readonly DbtFile[],
): DbtProject {
  const path = [project.root, "target/manifest.json"].filter((part) => part !== "").join("/");
  const stat = lstatSync(join(directory, path), { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile() || stat.size > maxManifestBytes) return project;
  const newer = files.find((file) => file.writtenAt > stat.mtimeMs);
  if (newer !== undefined) return refuseManifest(project, path, newer.path);
  const text = openTextReader(maxManifestBytes)(join(directory, path));
  return text === undefined ? project : applyManifest(project, text, path);
}

function readFacts(
  directory: string,
  files: readonly DbtFile[],
  { cache, warmSince }: { cache: FactCache | undefined; warmSince: number },
): Map<string, FileFacts> {
  const read = openTextReader(maxBytes);
  const all = new Map<string, FileFacts>();
  for (const { path, id, size, changedAt } of files) {
    if (path.endsWith(".csv")) {
      all.set(path, {});
      continue;
    }
    const known = cache?.find(path, id);
    if (known !== undefined) {
      all.set(path, known);
      continue;
    }
    const text = size > maxBytes ? undefined : read(`${directory}/${path}`, size);
    if (text === undefined) {
      all.set(path, { problem: { message: problemOf(size) } });
      continue;
    }
    const facts = readFileFacts(path, text);
    all.set(path, facts);
    // Profiles hold passwords: they are never kept.
    const isKept = changedAt < warmSince && !/(?:^|\/)profiles\.ya?ml$/.test(path);
    if (isKept) cache?.keep(path, id, facts);
  }
  return all;
}

function problemOf(size: number): string {
  if (size <= maxBytes) return "it cannot be read";
  return `it is longer than ${maxBytes / 1024 / 1024} MiB: it is left out`;
}
