import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { basename, join } from "node:path";
import { nearest } from "#agents-schema/nearest.ts";
import { isTerminal, type Run } from "#agents-schema/run.ts";
import { WorldFailure } from "#runner/ports.ts";
import { readConfig } from "../config.ts";
import { createTriggerIndexes } from "../flow/create-trigger-indexes.ts";
import { matchAgents } from "../flow/match-agents.ts";
import { startRun } from "../flow/start-run.ts";
import type { CommandContext } from "./command-context.ts";
import { interrupted } from "./listen-for-stop.ts";
import { plain } from "./plain.ts";
import { quietLog } from "./quiet-log.ts";
import { answerOfRun } from "./run/answer-of-run.ts";
import { tellEffect } from "./run/ask-in-terminal.ts";
import { openLocalHouse } from "./run/open-local-house.ts";
import { type LocalSite, openSite } from "./run/open-site.ts";
import { type LocalEvent, readEvent } from "./run/read-event.ts";
import { readVariables } from "./run/read-variables.ts";
import { settleHere } from "./run/settle-here.ts";
import { workHere } from "./run/work-here.ts";
import { WrongInput } from "./run/wrong-input.ts";
import type { RunRequest } from "./run-request.ts";
import { tellConfigMistakes } from "./tell-config-mistakes.ts";

/**
 * `buster run`: one agent on a local repository; approvals are asked in the terminal. Exit code: 0 done, or
 * proposed with `--dry-run`; 1 the run failed, or the agent does not start; 2 wrong use; 3 something that it needs
 * is missing, or nobody was there to approve.
 */
export async function runAgent(request: RunRequest, context: CommandContext): Promise<number> {
  const { terminal, cwd, env } = context;
  const { config, mistakes } = readConfig(env);
  if (config === undefined) return tellConfigMistakes(mistakes, terminal);
  const log = quietLog(terminal);

  let site: LocalSite;
  try {
    site = await openSite(request, cwd, env, log);
  } catch (cause) {
    if (!(cause instanceof WorldFailure)) throw cause;
    terminal.err(`run: ${plain(cause.message)}`);
    return 3;
  }
  const found = site.shelf.agents.find(({ name }) => name === request.agent);
  if (found === undefined) return tellUnknownAgent(request.agent, site, context);

  const by = { kind: "local" as const, name: userInfo().username };
  const repository = { fullName: `local/${basename(site.directory)}`, installationId: null };
  let variables: Record<string, unknown>;
  let asked: LocalEvent;
  try {
    variables = request.context === undefined ? {} : await readVariables(request.context, cwd);
    asked = await readEvent(request.event, cwd, {
      agent: found.name,
      inputs: request.inputs,
      repository,
      pullRequest: localPullRequest(site, repository.fullName, by.name),
      by,
    });
  } catch (cause) {
    if (!(cause instanceof WrongInput)) throw cause;
    terminal.err(plain(cause.message));
    return 2;
  }
  const { event, pullRequest } = asked;
  // At the terminal there is one person, who owns the files: nobody else can be asked.
  const agent = {
    ...found,
    approvals: { ...found.approvals, approvers: [], count: 1, allowSelf: true },
    context: { ...found.context, variables: { ...found.context.variables, ...variables } },
  };
  const [match] = matchAgents({ triggersOf: createTriggerIndexes() }, [agent], event, {
    changedFiles: site.changedFiles,
    home: repository.fullName,
  });
  if (match?.starts !== true) {
    const why = match?.reason ?? "it is switched off, or does not listen for such an event";
    terminal.err(`run: ${agent.name} does not start: ${plain(why)}`);
    return 1;
  }

  const scratch = await mkdtemp(join(tmpdir(), "buster-run-"));
  const { house, ledger } = await openLocalHouse(
    site,
    pullRequest,
    (text) => terminal.err(text.split("\n").map(plain).join("\n")),
    log,
  );
  try {
    const { runId } = await startRun(house, {
      deliveryId: `local:${house.randomToken()}`,
      agent,
      event,
      repository,
      pullRequest,
      baseSha: site.baseSha,
      headSha: site.headSha,
      changedFiles: site.changedFiles,
      inputs: { ...request.inputs },
      requestedBy: by,
      because: match.reason,
      trigger: match.trigger,
      places: [{ kind: "terminal" }],
      defaultChannel: null,
    });
    if (!context.signal.aborted)
      await workHere({ house, ledger, site, config: config.runner, scratch }, runId, context);
    if (context.signal.aborted) {
      terminal.err("stopped: nothing was done");
      return interrupted;
    }
    const isAnswered = request.isDryRun || (await settleHere(house, runId, by, context));
    return await tell(request, runId, isAnswered, house, context);
  } finally {
    await ledger.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function tell(
  { json, isDryRun }: RunRequest,
  runId: string,
  isAnswered: boolean,
  house: Awaited<ReturnType<typeof openLocalHouse>>["house"],
  { terminal }: CommandContext,
): Promise<number> {
  const run = await house.runs.load(runId);
  if (run === undefined) throw new Error(`the run ${runId} is not in its own ledger`);
  const effects = await house.outbox.ofRun(runId);
  if (json) {
    const journal = await house.runs.journal(runId);
    terminal.out(JSON.stringify(answerOfRun(run, effects, journal), undefined, 2));
  } else if (isDryRun) {
    for (const effect of effects) tellEffect(effect, terminal);
  }
  const isDone = effects.some(({ state }) => state === "confirmed");
  terminal.err(plain(isDone ? `${run.agent.name}: done` : lastLine(run, isDryRun)));
  if (run.state === "failed" || run.state === "timed_out" || run.state === "cancelled") return 1;
  return isAnswered ? 0 : 3;
}

function lastLine(run: Run, isDryRun: boolean): string {
  const why = run.reason === null ? "" : `: ${run.reason}`;
  if (isDryRun && !isTerminal(run.state)) {
    return `${run.agent.name}: proposed; nothing was done of it (--dry-run)`;
  }
  return `${run.agent.name}: ${run.state.replaceAll("_", " ")}${why}`;
}

function localPullRequest(site: LocalSite, fullName: string, author: string) {
  return {
    number: 0,
    title: "Local changes",
    author,
    draft: false,
    labels: [],
    baseRef: "main",
    baseSha: site.baseSha,
    headRef: "local",
    headSha: site.headSha,
    headRepository: fullName,
    changedLines: null,
    state: "open" as const,
  };
}

function tellUnknownAgent(
  name: string,
  { shelf }: LocalSite,
  { terminal }: CommandContext,
): number {
  for (const { path, mistakes } of shelf.broken) {
    for (const { line, column, message } of mistakes) {
      terminal.err(plain(`${path}:${line}:${column} ${message}`));
    }
  }
  const names = shelf.agents.map((agent) => agent.name);
  const meant = nearest(name, names);
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : names.length > 0
        ? `there are ${names.join(", ")}`
        : "buster init writes two";
  terminal.err(plain(`run: there is no agent ${name}; ${hint}`));
  return shelf.broken.length > 0 ? 1 : 2;
}
