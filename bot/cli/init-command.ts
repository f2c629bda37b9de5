import { lstat, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { findDbtProjects } from "./find-dbt-projects.ts";
import { initialFiles } from "./initial-files.ts";
import { isDirectory } from "./is-directory.ts";
import { plain } from "./plain.ts";
import { readLocalShelf } from "./read-local-shelf.ts";
import type { Terminal } from "./terminal.ts";

/**
 * `buster init`: writes buster.yml and two agents, and nothing else. Never overwrites: when one of them is
 * there, or an agent of the same name, it writes nothing and says which.
 *
 * Exit code: 0 written, 1 something is there already, 3 there is no such directory.
 */
export async function runInit(
  { repo, json }: { repo: string; json: boolean },
  terminal: Terminal,
  cwd: string,
): Promise<number> {
  const directory = resolve(cwd, repo);
  if (!(await isDirectory(directory))) {
    terminal.err(`init: there is no directory ${plain(repo)}`);
    return 3;
  }
  const projects = await findDbtProjects(directory);
  const files = initialFiles(projects);
  const existing = await findExisting(directory, files);
  if (existing.length === 0) await writeAll(directory, files);

  const written = existing.length === 0 ? files.map(({ path }) => path) : [];
  if (json) {
    const named = projects.map(({ name, path }) => ({ name, path }));
    terminal.out(JSON.stringify({ written, existing, projects: named }, undefined, 2));
  }
  if (existing.length > 0) {
    for (const path of existing) terminal.err(`init: ${plain(path)} is there already`);
    terminal.err("init: nothing was written; `buster validate` checks what is there");
    return 1;
  }
  if (projects.length === 0) {
    terminal.err("init: no dbt_project.yml was found; name the project in buster.yml");
  }
  const root = await findRepositoryRoot(directory);
  if (root !== undefined && root !== directory) {
    terminal.err(`init: agents are read from the root of the repository, which is ${plain(root)}`);
  }
  if (!json) tell(written, projects[0]?.modelPaths[0] ?? "models", terminal);
  return 0;
}

/** Files that would be overwritten, and files with an agent that would get a namesake. */
async function findExisting(
  directory: string,
  files: readonly { path: string }[],
): Promise<string[]> {
  const there = await Promise.all(
    files.map(({ path }) => lstat(join(directory, path)).catch(() => undefined)), // Free to be written.
  );
  const paths = files.filter((_, index) => there[index] !== undefined).map(({ path }) => path);
  const { agents } = await readLocalShelf(directory);
  const namesakes = agents
    .filter(({ name }) => ["docs-updater", "pr-reviewer"].includes(name.replaceAll("_", "-")))
    .map(({ path }) => path);
  return [...new Set([...paths, ...namesakes])];
}

/** All or nothing. `wx` fails where a file has come in the meantime, and follows no link. */
async function writeAll(
  directory: string,
  files: readonly { path: string; text: string }[],
): Promise<void> {
  const done: string[] = [];
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text, { flag: "wx" });
      done.push(path);
    }
  } catch (cause) {
    for (const path of done) await rm(join(directory, path), { force: true });
    throw cause;
  }
}

async function findRepositoryRoot(directory: string): Promise<string | undefined> {
  const there = await lstat(join(directory, ".git")).catch(() => undefined); // Looked for one higher.
  if (there !== undefined) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : findRepositoryRoot(parent);
}

function tell(written: readonly string[], models: string, terminal: Terminal): void {
  for (const path of written) terminal.out(`wrote ${path}`);
  terminal.out(`
Next:
  buster validate
      checks these files
  buster run pr-reviewer --changed-files ${plain(models)}/<a model>.sql --dry-run
      tries an agent here; nothing is changed
  git add buster.yml .buster && git commit -m "Add Buster's agents"
      the bot reads agents from the default branch
  buster doctor
      says what is still missing to start the bot`);
}
