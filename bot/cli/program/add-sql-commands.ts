import { type Command, Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import type { SqlCheck } from "../sql-check-command.ts";
import { usualOptions } from "./usual-options.ts";

const checkHelp = `
FILE, or standard input, has one statement on each line: the text itself, or a JSON object with the text in sql.
Each line has one verdict, in order; nothing is run, and neither a database nor a project is needed. No catalogue is
asked: functions of the database's own are denied, and so are names that say that something runs behind them.

With --json: one object on each line, {verdict: "allow" | "deny", reason, kind}. kind of allow: select, explain,
show, describe; of deny: access, catalogue, construct, disagreement, function, input, multiple-statements,
not-a-read, operator, relation, resource, syntax, text, too-deep, type.

Exit codes: 0 every line has its verdict, 1 with --exit-code where one is denied, 2 wrong use, 3 FILE cannot be read.

Example: echo "SELECT pg_read_file('/etc/passwd')" | buster sql check --dialect postgres --json`;

/** `buster sql check`. */
export function addSqlCommands(
  program: Command,
  context: CommandContext,
  answer: (code: number) => void,
): void {
  program
    .command("sql")
    .description("judge SQL as agents' queries are judged")
    .command("check")
    .description("say of each statement whether an agent may run it")
    .argument("[file]", "one statement on each line; left out or -: standard input")
    .addOption(
      new Option("--dialect <dialect>", "whose SQL it is (required)")
        .choices(["postgres", "duckdb", "snowflake"])
        .makeOptionMandatory(),
    )
    .option("--exit-code", "end with 1 where a statement is denied", false)
    .addOption(usualOptions.json())
    .addHelpText("after", checkHelp)
    .action(async (file: string | undefined, options: Omit<SqlCheck, "file">) => {
      const { runSqlCheck } = await import("../sql-check-command.ts");
      answer(await runSqlCheck({ file, ...options }, context));
    });
}
