import type { JournalEntry, ToolCall } from "#agents-schema/journal.ts";
import { WorldFailure } from "../ports.ts";
import type { Tool, ToolWorld } from "../tools/tool.ts";

/**
 * Does the file changes of an earlier try again, in order, in a fresh workspace. Nothing else of what
 * was done is repeated. Rejects with WorldFailure when a change that worked then does not work now.
 */
export async function replayFiles(
  world: ToolWorld,
  tools: readonly Tool[],
  entries: readonly JournalEntry[],
): Promise<void> {
  const writers = new Map(
    tools.filter((tool) => tool.changesFiles).map((tool) => [tool.declaration.name, tool]),
  );
  const calls = new Map<string, ToolCall>();
  for (const entry of entries) {
    if (entry.kind === "model.turn") {
      for (const block of entry.blocks) if (block.kind === "tool_call") calls.set(block.id, block);
    }
    if (entry.kind !== "tool.result" || entry.outcome !== "ok") continue;
    const call = calls.get(entry.callId);
    const writer = writers.get(entry.tool);
    if (call === undefined || writer === undefined) continue;

    const answer = await writer.use(world, call.input);
    if (answer.outcome !== "ok") {
      throw new WorldFailure("sandbox-died", `rebuilding the workspace: ${answer.text}`);
    }
  }
}
