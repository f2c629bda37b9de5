import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { usualOptions } from "./usual-options.ts";

const help = `
What a dbt project consists of, from its files alone: no Python, no warehouse. Notes are what only dbt can tell.
What files say is kept in .buster/cache/ of the project: the next time only what changed is read. A
target/manifest.json that is newer than every file is used for what files do not say.

With --json: {models, seeds, sources, snapshots, exposures, macros, metrics, semantic_models, analyses, tests,
unit_tests, groups, docs, packages, edges: [[from, to]], problems: [{path, line, severity, message, fix}]}. An edge
goes from what is read to what reads it. Its ends are models, seeds and snapshots by name (package/name where
several packages have it), sources as source.table, others with their kind: exposure:name, metric:name,
semantic_model:name, analysis:name, test:name. Nodes that are switched off have no edges.

Exit codes: 0 everything could be read, 1 some of it could not, 3 there is no dbt project.

Example: buster index --project warehouse --json`;

/** `buster index`. */
export function addIndexCommand(
  program: Command,
  context: CommandContext,
  answer: (code: number) => void,
): void {
  program
    .command("index")
    .description("say what a dbt project consists of and what reads what")
    .addHelpText("after", help)
    .addOption(usualOptions.project())
    .addOption(usualOptions.json())
    .action(async (options: { project: string; json: boolean }) => {
      const { runIndex } = await import("../index-command.ts");
      answer(await runIndex(options, context));
    });
}
