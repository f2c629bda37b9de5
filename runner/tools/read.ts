import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { refusePath } from "./refuse-path.ts";
import type { ToolAnswer } from "./tool.ts";

export const read = defineTool({
  name: "read",
  description:
    'Reads lines of a text file. The answer begins with "PATH, lines A-B of N". version "base" reads the file as it was before the change.',
  input: {
    path: z.string().describe("Path in the repository, with /"),
    offset: z.number().int().nonnegative().default(0).describe("First line, from 0"),
    limit: z.number().int().positive().max(2_000).default(400).describe("Number of lines"),
    version: z.enum(["workspace", "base"]).default("workspace"),
  },
  async use(world, { path, offset, limit, version }): Promise<ToolAnswer> {
    const step = `Reading ${path}`;
    const refusal = refusePath(world.run.agent, path, "read");
    if (refusal !== undefined) return { outcome: "refused", text: refusal, step };

    if (version === "base") {
      const text = await world.repository.readFile(world.run.baseSha, path);
      if (text === undefined) {
        return { outcome: "empty", text: `${path} does not exist at the base commit`, step };
      }
      const lines = text.split(/(?<=\n)/);
      const part = lines.slice(offset, offset + limit).join("");
      return { ...shown(`${path} at the base commit`, part, offset, limit, lines.length), step };
    }

    const answer = await world.hands.read(path, offset, limit);
    if (!answer.ok) return { outcome: "failed", text: `read ${path}: ${answer.reason}`, step };
    return { ...shown(path, answer.value.text, offset, limit, answer.value.lines), step };
  },
});

function shown(
  label: string,
  text: string,
  offset: number,
  limit: number,
  lines: number,
): Omit<ToolAnswer, "step"> {
  if (lines === 0 || text === "") {
    return {
      outcome: "empty",
      text: `${label} has ${lines} lines; nothing from line ${offset + 1}`,
    };
  }
  const last = Math.min(offset + limit, lines);
  return { outcome: "ok", text: `${label}, lines ${offset + 1}-${last} of ${lines}\n${text}` };
}
