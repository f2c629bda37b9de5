import { userInfo } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { type Role, roles } from "../roles.ts";
import type { CommandContext } from "./command-context.ts";
import { environmentHelp } from "./environment-help.ts";
import { addDocumentationCommands } from "./program/add-documentation-commands.ts";
import { addIndexCommand } from "./program/add-index-command.ts";
import { addLineageCommands } from "./program/add-lineage-commands.ts";
import { addProfileCommand } from "./program/add-profile-command.ts";
import { addSqlCommands } from "./program/add-sql-commands.ts";
import { rolesHelp } from "./roles-help.ts";
import type { RunRequest } from "./run-request.ts";

const exitCodes = `
Exit codes: 0 done, 1 the thing asked about is wrong, 2 wrong use, 3 something needed is missing.
With --json, standard output has JSON and nothing else.`;

/**
 * The commands with their options and help. Each command's own file is loaded when it is used, so that help
 * and a typing mistake are answered at once. `answer` is called with the command's exit code.
 */
export function createProgram(context: CommandContext, answer: (code: number) => void): Command {
  const { terminal, cwd } = context;
  const program = new Command("buster")
    .description(manifest.description)
    .version(manifest.version)
    .option("--debug", "show where an unexpected error happened (also BUSTER_DEBUG=1)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.replace(/\n$/, "")),
      writeErr: (text) => terminal.err(text.replace(/\n$/, "")),
      outputError: (text, write) => write(text.replace(/^error: /, "buster: ")),
    })
    .addHelpText("after", `\nExample: buster init && buster validate && buster demo\n${exitCodes}`);
  const command = (usage: string, summary: string, example: string) =>
    program.command(usage).description(summary).addHelpText("after", `\nExample: ${example}`);

  command("init", "write buster.yml and two agents for this dbt repository", "buster init")
    .addOption(repoOption())
    .addOption(jsonOption())
    .action(async ({ repo, json }: RepoOptions) => {
      const { runInit } = await import("./init-command.ts");
      answer(await runInit({ repo, json }, terminal, cwd));
    });

  command(
    "validate",
    "check agent files and buster.yml: every mistake at once, with its place",
    "buster validate .buster/agents/docs-updater.yml",
  )
    .argument("[path...]", "files or directories; without them the repository here")
    .addOption(jsonOption())
    .action(async (paths: string[], { json }: JsonOptions) => {
      const { runValidate } = await import("./validate-command.ts");
      answer(await runValidate(paths, { json }, terminal, cwd));
    });

  command("list", "show the agents of a repository and what starts each", "buster list --json")
    .addOption(repoOption())
    .addOption(jsonOption())
    .action(async ({ repo, json }: RepoOptions) => {
      const { runList } = await import("./list-command.ts");
      answer(await runList({ repo, json }, terminal, cwd));
    });

  command(
    "run",
    "run an agent on a local repository; approvals are asked here",
    "buster run docs-updater --changed-files models/marts/fct_orders.sql --dry-run",
  )
    .argument("<agent>", "name of the agent")
    .addOption(repoOption())
    .addOption(
      new Option("--changed-files <paths>", "what the agent shall think has changed: a,b,c")
        .argParser(splitList)
        .conflicts(["base", "head"]),
    )
    .option("--base <revision>", "run on what differs from this commit; needs --head")
    .option("--head <revision>", "up to this commit; needs --base")
    .option("--input <key=value>", "an input of the agent; may be given again", addInput, {})
    .option("--context <file>", "YAML or JSON with values for {{ context.x }}")
    .option("--event <file>", "JSON of the event that starts the agent")
    .option("--dry-run", "show what the agent proposes and do nothing of it", false)
    .addOption(jsonOption())
    .action(async (agent: string, options: RunOptions, asked: Command) => {
      if ((options.base === undefined) !== (options.head === undefined)) {
        asked.error("error: --base and --head go together");
      }
      const { runAgent } = await import("./run-command.ts");
      answer(await runAgent(toRequest(agent, options), context));
    });

  command(
    "start",
    "start Buster: GitHub, Slack, the run pages, and the runner that agents work in",
    "DATABASE_URL=postgres://localhost/buster buster start",
  )
    .addOption(
      new Option(
        "--role <role>",
        "bot: doors, approvals, effects, pages; runner: agents; all: both, in one process (default, or BUSTER_ROLE)",
      ).choices(roles),
    )
    .addHelpText("after", rolesHelp)
    .addHelpText("after", environmentHelp)
    .action(async ({ role }: { role?: Role }) => {
      const { runStart } = await import("./start-command.ts");
      answer(await runStart({ role }, context));
    });

  command(
    "doctor",
    "say what works here, what is missing, and how to mend it",
    "buster doctor --json",
  )
    .addOption(repoOption())
    .addOption(jsonOption())
    .action(async ({ repo, json }: RepoOptions) => {
      const { runDoctor } = await import("./doctor-command.ts");
      answer(await runDoctor({ repo, json }, context));
    });

  command(
    "demo",
    "play one pull request from webhook to commit, with no account and no key",
    "buster demo --interactive",
  )
    .option("--interactive", "wait for you to click the approval", false)
    .action(async ({ interactive }: { interactive: boolean }) => {
      const { runDemo } = await import("./demo-command.ts");
      answer(await runDemo({ isInteractive: interactive }, context));
    });

  command(
    "audit",
    "verify a run's journal and tell what happened, in order",
    "buster audit run-8f3a21 --json",
  )
    .argument("<run>", "id of the run, or its beginning")
    .addOption(jsonOption())
    .action(async (run: string, { json }: JsonOptions) => {
      const { runAudit } = await import("./audit-command.ts");
      const { openConfiguredLedger } = await import("./open-configured-ledger.ts");
      answer(await runAudit(run, { json }, terminal, () => openConfiguredLedger(context)));
    });

  command(
    "stop",
    "stop a run, whichever process works on it (a ledger on Postgres, or one that no process has open)",
    "buster stop run-8f3a21",
  )
    .argument("<run>", "id of the run, or its beginning")
    .action(async (run: string) => {
      const { runStop } = await import("./stop-command.ts");
      const { openConfiguredLedger } = await import("./open-configured-ledger.ts");
      const by = { kind: "local" as const, name: userInfo().username };
      answer(await runStop(run, by, terminal, () => openConfiguredLedger(context)));
    });

  addIndexCommand(program, context, answer);
  addLineageCommands(program, context, answer);
  addDocumentationCommands(program, context, answer);
  addProfileCommand(program, context, answer);
  addSqlCommands(program, context, answer);
  return program;
}

interface JsonOptions {
  json: boolean;
}

interface RepoOptions extends JsonOptions {
  repo: string;
}

interface RunOptions extends RepoOptions {
  changedFiles?: string[];
  base?: string;
  head?: string;
  input: Record<string, string>;
  context?: string;
  event?: string;
  dryRun: boolean;
}

function toRequest(agent: string, options: RunOptions): RunRequest {
  const { changedFiles, base, head } = options;
  return {
    agent,
    repo: options.repo,
    changes: changesOf(),
    inputs: options.input,
    context: options.context,
    event: options.event,
    isDryRun: options.dryRun,
    json: options.json,
  };

  function changesOf(): RunRequest["changes"] {
    if (changedFiles !== undefined) return { kind: "files", paths: changedFiles };
    if (base !== undefined && head !== undefined) return { kind: "revisions", base, head };
    return { kind: "unsaid" };
  }
}

function repoOption(): Option {
  return new Option("--repo <directory>", "the repository").default(".");
}

function jsonOption(): Option {
  return new Option("--json", "machine-readable answer on standard output").default(false);
}

function splitList(text: string): string[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.includes("")) throw new InvalidArgumentError("write paths with commas between them.");
  return parts;
}

function addInput(text: string, before: Record<string, string>): Record<string, string> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new InvalidArgumentError("write it as key=value.");
  }
  // Not by assignment: `__proto__` is a name like any other here.
  return Object.fromEntries([...Object.entries(before), [key, value]]);
}
