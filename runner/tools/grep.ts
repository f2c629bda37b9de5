import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { refusePath } from "./refuse-path.ts";

/** Longest line that is shown whole, in characters. */
const maxLine = 300;

export const grep = defineTool({
  name: "grep",
  description:
    "Finds lines of the workspace's text files that match a regular expression. Answers PATH:LINE: TEXT.",
  input: {
    pattern: z.string().min(1).max(500).describe("JavaScript regular expression"),
    glob: z.string().max(500).optional().describe("Only in files that match, such as **/*.sql"),
    limit: z.number().int().positive().max(500).default(100),
  },
  async use({ run, hands }, { pattern, glob, limit }) {
    // People see this: a regular expression tells them nothing.
    const step = /^[\w .-]{1,60}$/.test(pattern)
      ? `Searching for ${pattern}`
      : "Searching the repository";
    const where = glob === undefined ? { limit } : { glob, limit };
    const answer = await hands.grep(pattern, where);
    if (!answer.ok) return { outcome: "failed", text: `grep ${pattern}: ${answer.reason}`, step };

    const { matches, total } = answer.value;
    const readable = matches.filter(({ path }) => !refusePath(run.agent, path, "read"));
    if (readable.length === 0) {
      return {
        outcome: "empty",
        text: `nothing matches ${pattern} in ${glob ?? "any file"}`,
        step,
      };
    }
    const lines = readable.map(
      ({ path, line, text }) =>
        `${path}:${line}: ${text.length > maxLine ? `${text.slice(0, maxLine)}…` : text}`,
    );
    if (total > matches.length) lines.push(`(and ${total - matches.length} more)`);
    return { outcome: "ok", text: lines.join("\n"), step };
  },
});
