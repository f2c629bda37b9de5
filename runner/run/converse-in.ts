import { sha256 } from "#agents-schema/digest.ts";
import { grantedTools } from "#agents-schema/granted-tools.ts";
import type { JournalEntry } from "#agents-schema/journal.ts";
import type { Cost, RunState } from "#agents-schema/run.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import { advance, type Conversation, startConversation } from "../loop/conversation.ts";
import { converse } from "../loop/converse.ts";
import type { Ending } from "../loop/decide-step.ts";
import type { Briefing, Hands, Repository, Warehouse } from "../ports.ts";
import { type RunContext, writeFirstMessage } from "../prompt/write-first-message.ts";
import { writeSystemPrompt } from "../prompt/write-system-prompt.ts";
import { runTool } from "../tools/run-tool.ts";
import type { Tool, ToolWorld } from "../tools/tool.ts";
import { toolShelf } from "../tools/tool-shelf.ts";
import { conclude } from "./conclude.ts";
import type { Job } from "./job.ts";
import { openStudio } from "./open-studio.ts";
import { replayFiles } from "./replay-files.ts";
import type { Workshop } from "./workshop.ts";

interface Place {
  hands: Hands;
  repository: Repository;
  warehouse: Warehouse | undefined;
  project: DbtProject | undefined;
  context: RunContext;
  briefing: Briefing;
}

/**
 * Lets the agent work in a prepared place until its conversation ends. What the journal already holds
 * is not asked or done again, but for the changes of files: the workspace is fresh.
 */
export async function converseIn(
  house: Workshop,
  job: Job,
  place: Place,
): Promise<{ to: RunState; reason: string | null }> {
  const { ledger, effects, supplies, clock } = house;
  const { lease, run, rows, signal } = job;
  const tools = await toolsOf(house, job, place);
  const names = tools.map(({ declaration }) => declaration.name);
  const tag = sha256(`fence of ${run.id}, ${rows[0]?.hash ?? run.createdAt}`).slice(0, 12);

  const entries: JournalEntry[] = rows.map(({ entry }) => entry);
  const first = startConversation(writeFirstMessage(place.context, tag));
  const journaled = entries.reduce<Conversation>(advance, first);
  // A turn may have been paid for and lost; its money is spent, whatever the journal knows of it.
  const conversation = { ...journaled, cost: run.cost };
  let facts = conversation.facts;
  const append = async (entry: JournalEntry, cost?: Cost) => {
    await ledger.append(lease, entry, cost);
    entries.push(entry);
  };

  const studio = openStudio(house, job, { warehouse: place.warehouse, append });
  const world: Omit<ToolWorld, "propose"> = {
    run,
    ...place,
    studio,
    clock,
    signal,
    measured: new Map(),
    nextFactId: () => facts + 1,
    async recordFacts(measured) {
      for (const fact of measured) await append({ kind: "fact.measured", fact });
      facts += measured.length;
    },
  };
  const ending = await talk().finally(() => studio.close());
  if (ending.kind === "said" && ending.text !== "" && !hasNote(entries, ending.text)) {
    await append({ kind: "note", text: ending.text });
  }
  // What was proposed is written by the one who judges it, so the journal is read, not remembered.
  const journal = await ledger.read(run.id);
  return conclude(
    journal.map(({ entry }) => entry),
    ending,
  );

  async function talk(): Promise<Ending> {
    await replayFiles(quiet(world), tools, entries);
    return converse(
      {
        model: await supplies.model(run),
        system: writeSystemPrompt({ agent: run.agent.name, tools: names, isFork: run.isFork, tag }),
        briefing: place.briefing,
        tools: tools.map(({ declaration }) => declaration),
        limits: run.agent.limits,
        clock,
        startedAt: job.startedAt,
        signal,
        append,
        spend: (cost) => ledger.spend(lease, cost),
        reserve: (cost) => ledger.reserve(lease, cost),
        use: (call, seq) =>
          runTool(
            { ...world, propose: (effect) => effects.propose(lease, seq, effect) },
            tools,
            call,
          ),
      },
      conversation,
    );
  }
}

/** For changes of files that are done again: they were paid for, told and journaled then. */
function quiet(world: Omit<ToolWorld, "propose">): ToolWorld {
  const nothing = async () => undefined;
  return {
    ...world,
    studio: { ...world.studio, spend: nothing, progress: nothing },
    recordFacts: nothing,
    async propose() {
      throw new Error("a change of files was about to propose something while it was done again");
    },
  };
}

/** A run that died after its last word has it in the journal already. */
function hasNote(entries: readonly JournalEntry[], text: string): boolean {
  const since = entries.findLastIndex(({ kind }) => kind === "model.turn");
  return entries.slice(since + 1).some((entry) => entry.kind === "note" && entry.text === text);
}

/** The tools that the agent's file grants and that this machine can serve. */
async function toolsOf(
  { sandbox }: Workshop,
  { run }: Job,
  { warehouse }: Place,
): Promise<readonly Tool[]> {
  const granted = new Set(
    grantedTools(run.agent, {
      isFork: run.isFork,
      hasWarehouse: warehouse !== undefined,
      hasDbt: sandbox.canExec && (await sandbox.has("dbt")),
      canExec: sandbox.canExec,
    }),
  );
  return toolShelf.filter(({ declaration }) => granted.has(declaration.name));
}
