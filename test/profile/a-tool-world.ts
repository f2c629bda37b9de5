import type { Fact } from "#agents-schema/fact.ts";
import { indexProject } from "#runner/dbt/index-project.ts";
import type { Warehouse } from "#runner/ports.ts";
import { retrieveMetadata } from "#runner/tools/retrieve-metadata.ts";
import { runTool } from "#runner/tools/run-tool.ts";
import type { ToolWorld } from "#runner/tools/tool.ts";
import { aRun } from "../workshop/a-run.ts";
import { createMemoryHands } from "../workshop/memory-hands.ts";
import { createMemoryRepository } from "../workshop/memory-repository.ts";
import { plainStudio } from "../workshop/plain-supplies.ts";

/** When everything in these tests is observed. */
export const observed = "2025-01-02T03:04:05.000Z";

/** A run that profiles in the given warehouse: the tool, and the facts that it journaled. */
export function aToolWorld(options: {
  warehouse: Warehouse | undefined;
  files?: Readonly<Record<string, string>>;
  restrictions?: string;
  /** Files of the commit that the change is based on. */
  base?: Readonly<Record<string, string>>;
}) {
  const facts: Fact[] = [];
  const file = `name: helper
triggers: [{type: manual}]
prompt: Help.
${options.restrictions ?? ""}`;
  const world: ToolWorld = {
    run: aRun({ file }),
    hands: createMemoryHands({}).hands,
    repository: createMemoryRepository({ base: options.base ?? {} }),
    warehouse: options.warehouse,
    project:
      options.files === undefined
        ? undefined
        : indexProject(new Map(Object.entries(options.files))),
    clock: { now: () => new Date(observed), sleep: async () => {} },
    signal: new AbortController().signal,
    measured: new Map(),
    studio: plainStudio(),
    nextFactId: () => facts.length + 1,
    recordFacts: async (more) => {
      facts.push(...more);
    },
    propose: async () => ({ id: "e", verdict: { kind: "allow", reason: "fine" } }),
  };
  const profile = (input: { model?: string; table?: string; columns?: string[] }) =>
    runTool(world, [retrieveMetadata], {
      kind: "tool_call",
      id: "1",
      tool: "retrieve_metadata",
      input,
    });
  return { profile, facts, world };
}
