import { lstat, readdir } from "node:fs/promises";
import { basename, join, normalize, resolve } from "node:path";
import { defaultSettings } from "#agents-schema/default-settings.ts";
import type { Mistake } from "#agents-schema/mistake.ts";
import { parseAgentFile } from "#agents-schema/parse-agent-file.ts";
import { parseSettingsFile } from "#agents-schema/parse-settings-file.ts";
import { readShelf } from "#agents-schema/read-shelf.ts";
import { counted } from "./counted.ts";
import { findAgentFiles } from "./find-agent-files.ts";
import { plain } from "./plain.ts";
import { readPlainFile } from "./read-plain-file.ts";
import type { Terminal } from "./terminal.ts";

/** How far below a directory repositories are looked for: `examples/bike-shop`. */
const nestedDepth = 3;

interface Checked {
  path: string;
  ok: boolean;
  mistakes: readonly Mistake[];
  /** It could not be read at all. */
  isMissing?: boolean;
}

/**
 * `buster validate`: checks agent files and buster.yml. Without paths the repository at `cwd`; a directory is a
 * repository when it has a buster.yml or .buster/agents, else a directory of agent files, else of
 * repositories. Text goes to standard error, JSON to standard output.
 *
 * Exit code: 0 all right, 1 mistakes, 2 wrong use, 3 nothing was there to check or it could not be read.
 */
export async function runValidate(
  paths: readonly string[],
  options: { json: boolean },
  terminal: Terminal,
  cwd: string,
): Promise<number> {
  if (paths.some((path) => path === "" || path.includes("\0"))) {
    terminal.err("validate: a path is empty");
    return 2;
  }
  const asked = paths.length === 0 ? [""] : paths;
  const checked = (await Promise.all(asked.map((path) => check(cwd, path)))).flat();
  const files = [...new Map(checked.map((file) => [normalize(file.path), file])).values()];
  if (files.length === 0) {
    terminal.err(
      "validate: there is neither a buster.yml nor an agent file here; `buster init` writes them",
    );
    if (options.json) terminal.out(JSON.stringify({ files: [] }));
    return 3;
  }

  if (options.json) terminal.out(JSON.stringify({ files: files.map(shown) }, undefined, 2));
  else tell(files, terminal);
  if (files.some((file) => !file.ok && file.isMissing !== true)) return 1;
  return files.some((file) => file.isMissing === true) ? 3 : 0;
}

async function check(cwd: string, path: string): Promise<Checked[]> {
  const full = resolve(cwd, path);
  const there = await lstat(full).catch(() => undefined); // Told as a missing file below.
  if (there?.isDirectory() !== true) return [await checkFile(full, path)];
  const entries = await readdir(full);
  // dbt's own files are YAML too: a project without agents has none, it is not full of broken ones.
  const marks = ["buster.yml", ".buster", "dbt_project.yml"];
  const isRepository = path === "" || marks.some((mark) => entries.includes(mark));
  if (isRepository) return checkRepository(full, path);

  const agentFiles = entries.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (agentFiles.length === 0) {
    const below = await findRepositories(full, nestedDepth);
    if (below.length === 0) return [missing(path, "there is no agent file in this directory")];
    const found = await Promise.all(
      below.map((root) => checkRepository(join(full, root), join(path, root))),
    );
    return found.flat();
  }
  return Promise.all(agentFiles.map((name) => checkFile(join(full, name), join(path, name))));
}

/** Repositories below a directory, nearest first: those with a buster.yml or .buster, not what is inside them. */
async function findRepositories(directory: string, depth: number): Promise<string[]> {
  if (depth === 0) return [];
  const entries = await readdir(directory, { withFileTypes: true });
  const found: string[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    if (name.startsWith(".") || name === "node_modules") continue;
    const inside: string[] = await readdir(join(directory, name)).catch(() => []); // Not ours to read: nothing is there.
    if (inside.includes("buster.yml") || inside.includes(".buster")) found.push(name);
    else {
      const below = await findRepositories(join(directory, name), depth - 1);
      found.push(...below.map((root) => join(name, root)));
    }
  }
  return found.sort();
}

/** Settings and agents together: also two agents of one name, and files that buster.yml names in vain. */
async function checkRepository(root: string, shownAs: string): Promise<Checked[]> {
  const settingsFile = await readPlainFile(join(root, "buster.yml"));
  const hasSettings = settingsFile.kind !== "missing";
  const text = settingsFile.kind === "text" ? settingsFile.text : undefined;
  const settings = parseSettingsFile(text ?? "").settings ?? defaultSettings;
  const agentPaths = await findAgentFiles(root, settings);
  const texts = new Map<string, string>();
  const refused: Checked[] = [];
  for (const path of agentPaths) {
    const file = await readPlainFile(join(root, path));
    if (file.kind === "text") texts.set(path, file.text);
    else refused.push(missing(join(shownAs, path), file.why));
  }

  const shelf = readShelf(text, texts);
  const named = [...(hasSettings ? ["buster.yml"] : []), ...texts.keys()];
  const checked = named.map((path) => {
    const mistakes = shelf.broken.flatMap((file) => (file.path === path ? file.mistakes : []));
    return { path: join(shownAs, path), ok: mistakes.length === 0, mistakes };
  });
  return settingsFile.kind === "refused"
    ? [missing(join(shownAs, "buster.yml"), settingsFile.why), ...checked.slice(1), ...refused]
    : [...checked, ...refused];
}

async function checkFile(full: string, path: string): Promise<Checked> {
  const file = await readPlainFile(full);
  if (file.kind !== "text") return missing(path, file.why);
  const isSettings = /^buster\.ya?ml$/.test(basename(full));
  const { mistakes } = isSettings ? parseSettingsFile(file.text) : parseAgentFile(path, file.text);
  return { path, ok: mistakes.length === 0, mistakes };
}

function missing(path: string, why: string): Checked {
  const mistake = { line: 1, column: 1, path: "", message: why, hint: "" };
  return { path, ok: false, mistakes: [mistake], isMissing: true };
}

function shown({ path, ok, mistakes }: Checked): object {
  return {
    path,
    ok,
    mistakes: mistakes.map(({ line, column, path: key, message, hint }) => ({
      line,
      column,
      path: key,
      message,
      hint,
    })),
  };
}

function tell(files: readonly Checked[], terminal: Terminal): void {
  const paint = (code: number, text: string) =>
    terminal.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  for (const { path, mistakes } of files) {
    for (const { line, column, message, hint } of mistakes) {
      const said = hint === "" ? message : `${message}; ${hint}`;
      terminal.err(`${paint(1, plain(`${path}:${line}:${column}`))} ${plain(said)}`);
    }
  }
  const wrong = files.filter((file) => !file.ok);
  const count = wrong.reduce((sum, file) => sum + file.mistakes.length, 0);
  terminal.err(
    wrong.length === 0
      ? paint(32, `${counted(files.length, "file")}, all right`)
      : paint(
          31,
          `${counted(count, "mistake")} in ${wrong.length} of ${counted(files.length, "file")}`,
        ),
  );
}
