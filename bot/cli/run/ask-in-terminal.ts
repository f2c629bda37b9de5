import { createInterface } from "node:readline/promises";
import type { StoredEffect } from "#agents-schema/stored-effect.ts";
import { unifiedDiff } from "../../views/unified-diff.ts";
import { plain } from "../plain.ts";
import type { Terminal } from "../terminal.ts";

/** Shows what is proposed and asks whether to do it. Undefined: there is nobody to ask. */
export async function askInTerminal(
  effects: readonly StoredEffect[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  for (const effect of effects) tellEffect(effect, terminal);
  if (process.stdin.isTTY !== true) return undefined;
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const said = await reader.question("Apply this to the working directory? [y/N] ", { signal });
    return /^y(?:es)?$/i.test(said.trim());
  } catch {
    // Ctrl-C and Ctrl-D are answers too: no.
    return false;
  } finally {
    reader.close();
  }
}

/** One effect for whoever reads a terminal. */
export function tellEffect({ id, effect, verdict }: StoredEffect, terminal: Terminal): void {
  terminal.err(`\n${effect.kind} ${id}: ${plain(`${verdict.kind}, ${verdict.reason}`)}`);
  switch (effect.kind) {
    case "commit":
      terminal.err(lines(`${effect.headline}\n\n${effect.body}`));
      terminal.err(lines(unifiedDiff(effect.changes)));
      return;
    case "pull_request":
      terminal.err(lines(`${effect.title}\n\n${effect.body}`));
      for (const { headline, changes } of effect.commits) {
        if (effect.commits.length > 1) terminal.err(plain(`\n${headline}`));
        terminal.err(lines(unifiedDiff(changes)));
      }
      return;
    case "comment":
      terminal.err(lines(effect.body));
      return;
    case "review":
      terminal.err(lines(effect.body));
      for (const { path, line, severity, title } of effect.findings) {
        terminal.err(plain(`${path}:${line} ${severity}: ${title}`));
      }
  }
}

function lines(text: string): string {
  return text.split("\n").map(plain).join("\n");
}
