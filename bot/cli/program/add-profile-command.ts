import { type Command, InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "../command-context.ts";

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
    .addOption(new Option("--project <directory>", "directory of the dbt project").default("."))
    .addOption(
      new Option("--timeout <seconds>", "longest time of one statement, 1 to 3600")
        .argParser(seconds)
        .default(120),
    )
    .addOption(new Option("--json", "machine-readable answer on standard output").default(false))
    .action(async (name: string, options: { project: string; timeout: number; json: boolean }) => {
      const { runProfile } = await import("../profile-command.ts");
      answer(await runProfile({ name, ...options }, context));
    });
}

function seconds(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 3600) return number;
  throw new InvalidArgumentError("write a whole number from 1 to 3600.");
}
