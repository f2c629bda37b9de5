import { join, resolve } from "node:path";
import type { Agent } from "#agents-schema/agent.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import { counted } from "./counted.ts";
import { describeTrigger } from "./describe-trigger.ts";
import { isDirectory } from "./is-directory.ts";
import { plain } from "./plain.ts";
import { readLocalShelf } from "./read-local-shelf.ts";
import type { Terminal } from "./terminal.ts";

/**
 * `buster list`: the agents in a repository's directory, what starts each, and why broken ones are broken.
 *
 * Exit code: 0 all of them work, 1 some are broken, 3 there are none.
 */
export async function runList(
  { repo, json }: { repo: string; json: boolean },
  terminal: Terminal,
  cwd: string,
): Promise<number> {
  const directory = resolve(cwd, repo);
  if (!(await isDirectory(directory))) {
    terminal.err(`list: there is no directory ${plain(repo)}`);
    return 3;
  }
  const shelf = await readLocalShelf(directory);
  const agents = [...shelf.agents].sort((a, b) => (a.name < b.name ? -1 : 1));

  if (json) terminal.out(JSON.stringify(toJson(agents, shelf), undefined, 2));
  else tell(agents, shelf, { terminal, repo });
  if (shelf.broken.length > 0) return 1;
  if (agents.length > 0) return 0;
  terminal.err("list: there are no agents here; `buster init` writes two");
  return 3;
}

function toJson(agents: readonly Agent[], shelf: Shelf): object {
  return {
    agents: agents.map(({ name, path, description, enabled, mode, triggers }) => ({
      name,
      path,
      description,
      enabled,
      mode,
      starts: triggers.map((trigger) => ({ kind: trigger.kind, on: describeTrigger(trigger) })),
    })),
    broken: shelf.broken,
  };
}

function tell(
  agents: readonly Agent[],
  { broken }: Shelf,
  { terminal, repo }: { terminal: Terminal; repo: string },
): void {
  const paint = (code: number, text: string) =>
    terminal.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  for (const { name, description, enabled, mode, triggers, path } of agents) {
    const notes = [...(enabled ? [] : ["switched off"]), ...(mode === "staged" ? ["staged"] : [])];
    const note = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
    terminal.out(`${paint(1, name)}${note}  ${paint(2, plain(join(repo, path)))}`);
    if (description !== "") terminal.out(`  ${plain(description)}`);
    for (const trigger of triggers) {
      terminal.out(`  starts on ${plain(describeTrigger(trigger))}`);
    }
  }
  for (const { path, mistakes } of broken) {
    terminal.out(
      `${paint(31, plain(join(repo, path)))} is broken: ${counted(mistakes.length, "mistake")}`,
    );
    for (const { line, column, message, hint } of mistakes) {
      const said = hint === "" ? message : `${message}; ${hint}`;
      terminal.out(`  ${plain(`${join(repo, path)}:${line}:${column} ${said}`)}`);
    }
  }
}
