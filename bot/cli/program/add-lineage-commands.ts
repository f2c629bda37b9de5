import { type Command, InvalidArgumentError, Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { usualOptions } from "./usual-options.ts";

const lineageHelp = `
NAME is a model, seed or snapshot, a source as source.table, or exposure:name, metric:name, test:name.
With --columns: what each column is made of and how: passthrough, renamed, cast (the same value), derived,
aggregated, union, constant. What the SQL does not tell is unclear, with the reason; it is never guessed.

With --json: {node, nodes: [{name, kind, path, distance}], edges: [[from, to]], columns?}. distance is below zero
for what it comes from. columns: {known: true, columns: [{name, kind, from, expression, origins: [{column, kind,
distance}], users}], unclear: [{name, reason}], others} or {known: false, reason}.

Exit codes: 0 told, 1 there is no such node, 3 there is no dbt project.

Example: buster lineage fct_orders --columns --up 2`;

const impactHelp = `
Compares with the commit where the two histories part, from files alone. What is changed has its reasons: body,
config.…, relation, contract, macro:…, var:…, package:…, content. Below it are the nodes that this reaches; where
columns are known, those that only read untouched columns are left out and named as such.

With --json: {base, head, changed: [{name, kind, path, change, reasons, columns: {added, removed, renamed:
[{from, to}], redefined}, rows, unclear}], downstream: [{name, kind, columns, reasons}], untouched: [name], columns:
[{column, change, to, users: [{name, column, use, distance}]}], tests: [{node, column, test}], unclear: [{name,
reason}]}. columns of a downstream node are names, or "all"; rows: which rows there are may have changed.

Exit codes: 0 told, 3 there is no dbt project, no git repository, or no such commit.

Example: buster impact --base main`;

/** `buster lineage` and `buster impact`. */
export function addLineageCommands(
  program: Command,
  context: CommandContext,
  answer: (code: number) => void,
): void {
  program
    .command("lineage")
    .description("show what a model comes from and leads to, column by column if asked")
    .argument("<name>", "model, seed, snapshot, source.table, …")
    .option("--columns", "what each of its columns is made of", false)
    .addOption(new Option("--up <n>", "steps towards the sources").argParser(steps))
    .addOption(new Option("--down <n>", "steps towards the leaves").argParser(steps))
    .addOption(usualOptions.project())
    .addOption(usualOptions.json())
    .addHelpText("after", lineageHelp)
    .action(async (name: string, options: LineageOptions) => {
      const { runLineage } = await import("../lineage-command.ts");
      answer(await runLineage({ name, up: undefined, down: undefined, ...options }, context));
    });

  program
    .command("impact")
    .description("tell what a change touches: models, columns, tests, dashboards")
    .requiredOption("--base <revision>", "compare with this commit (required), such as origin/main")
    .option("--head <revision>", "up to this commit; left out: the files as they are now")
    .addOption(usualOptions.project())
    .addOption(usualOptions.json())
    .addHelpText("after", impactHelp)
    .action(async (options: ImpactOptions) => {
      const { runImpact } = await import("../impact-command.ts");
      answer(await runImpact({ head: undefined, ...options }, context));
    });
}

interface LineageOptions {
  columns: boolean;
  up?: number;
  down?: number;
  project: string;
  json: boolean;
}

interface ImpactOptions {
  base: string;
  head?: string;
  project: string;
  json: boolean;
}

function steps(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("write a whole number, 0 or more.");
}
