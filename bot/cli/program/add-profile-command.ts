import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { usualOptions } from "./usual-options.ts";

const help = `
NAME is a model, seed, snapshot or source.table of the dbt project, else schema.table of the warehouse, which is
that of WAREHOUSE_URL or of the project's profile. Everything is measured on all rows unless it is marked with ~:
above 5,000,000 rows quantiles come of a seeded sample. Values of columns about people are never shown.

With --json: {subject, relation, at, rows, method, columns: [{name, type, family, semantics, nonNull, distinct,
isUnique, min, max, meanLength, sketch}], facts: [{subject, metric, argument, value, method, query, at}], notes}.

Exit codes: 0 done, 1 it could not be measured, 3 there is no warehouse to ask, 130 stopped.

Example: buster profile fct_orders --project warehouse`;

/** `buster profile`. */
export function addProfileCommand(
  program: Command,
  context: CommandContext,
  answer: (code: number) => void,
): void {
  program
    .command("profile")
    .description("measure what a model or a table of the warehouse contains")
    .addHelpText("after", help)
    .argument("<name>", "model, source.table or schema.table")
    .addOption(usualOptions.project())
    .addOption(usualOptions.timeout())
    .addOption(usualOptions.json())
    .action(async (name: string, options: { project: string; timeout: number; json: boolean }) => {
      const { runProfile } = await import("../profile-command.ts");
      answer(await runProfile({ name, ...options }, context));
    });
}
