import { type Command, Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { usualOptions } from "./usual-options.ts";

/** Statements and relations at once: as many as there usually are cores. */
const usualConcurrency = 4;
const selectors = `
SELECTOR is dbt's: a name, +name, name+, a folder (models/marts), tag:finance, source:shop, a glob; a space
between two means either, a comma both.`;

/** `buster document` and `buster docs …`. */
export function addDocumentationCommands(
  program: Command,
  context: CommandContext,
  answer: (code: number) => void,
): void {
  program
    .command("document")
    .description("document models, seeds, snapshots and sources from measured facts")
    .addHelpText(
      "after",
      `${selectors}

Texts that people wrote are kept; where a fact disproves one, that is said. Every number has its fact, and the
query that gives it, in .buster/facts. What cannot be measured keeps what it has. documentation.deny_columns and
deny_schemas of buster.yml are not looked at. Started again after Ctrl-C it goes on where it was.

With --json: {models: [{name, kind, status, path, columns, described, facts, relationships: [{column, to,
to_column, cardinality, coverage}], problems, …}], totals, files, notes, stopped}.

Exit codes: 0 done, 1 something failed or may not be changed, 2 wrong use, 3 something needed is missing, 130 stopped.

Example: buster document --select models/marts --dry-run`,
    )
    .addOption(usualOptions.project())
    .addOption(selectOption())
    .option("--exclude <selector>", "but not these")
    .addOption(usualOptions.concurrency(usualConcurrency))
    .addOption(
      new Option(
        "--layout <layout>",
        "where relationships and options go: config.meta, or keys of their own (buster.yml, else dbt)",
      ).choices(["dbt", "buster"]),
    )
    .addOption(usualOptions.timeout())
    .option("--dry-run", "measure and write nothing down", false)
    .addOption(usualOptions.json())
    .action(async (options: DocumentOptions) => {
      const { dryRun, ...request } = options;
      const { runDocument } = await import("../document-command.ts");
      answer(
        await runDocument(
          {
            select: undefined,
            exclude: undefined,
            layout: undefined,
            ...request,
            isDryRun: dryRun,
          },
          context,
        ),
      );
    });

  const docs = program
    .command("docs")
    .description("check the documentation again: verify, coverage");
  docs
    .command("verify")
    .description("ask the warehouse again for every fact that a sentence stands on")
    .addHelpText(
      "after",
      `${selectors}

With --json: {checked, drifted: [{model, column, sentence, fact, was, now}], problems, stale}; with --fix
also the files that were mended. Exit codes: 0 every sentence holds, or was mended; 1 some do not, or their facts
are missing or cannot be read; 3 something needed is missing.

Example: buster docs verify --select fct_orders --fix`,
    )
    .addOption(usualOptions.project())
    .addOption(selectOption())
    .addOption(usualOptions.concurrency(usualConcurrency))
    .addOption(usualOptions.timeout())
    .option("--fix", "correct the drifted sentences, and nothing else", false)
    .addOption(usualOptions.json())
    .action(async (options: VerifyOptions) => {
      const { runDocsVerify } = await import("../docs-verify-command.ts");
      answer(await runDocsVerify({ select: undefined, ...options }, context));
    });
  docs
    .command("coverage")
    .description("what is documented, verified and stale, by model and folder")
    .addHelpText("after", "\nExample: buster docs coverage --json")
    .addOption(usualOptions.project())
    .addOption(usualOptions.json())
    .action(async (options: { project: string; json: boolean }) => {
      const { runDocsCoverage } = await import("../docs-coverage-command.ts");
      answer(await runDocsCoverage(options, context));
    });
}

interface VerifyOptions {
  project: string;
  select?: string;
  concurrency: number;
  timeout: number;
  fix: boolean;
  json: boolean;
}

interface DocumentOptions extends Omit<VerifyOptions, "fix"> {
  exclude?: string;
  layout?: "dbt" | "buster";
  dryRun: boolean;
}

function selectOption(): Option {
  return new Option("--select <selector>", "only these (dbt's node selection)");
}
