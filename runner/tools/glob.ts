import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { refusePath } from "./refuse-path.ts";

export const glob = defineTool({
  name: "glob",
  description: "Lists files of the workspace whose path matches a glob, such as models/**/*.yml.",
  input: {
    pattern: z.string().min(1).max(500),
    limit: z.number().int().positive().max(1_000).default(100),
  },
  async use({ run, hands }, { pattern, limit }) {
    const step = `Looking for ${pattern}`;
    const answer = await hands.glob(pattern, limit);
    if (!answer.ok) return { outcome: "failed", text: `glob ${pattern}: ${answer.reason}`, step };

    const paths = answer.value.paths.filter((path) => !refusePath(run.agent, path, "read"));
    if (paths.length === 0) {
      return { outcome: "empty", text: `no file that you may read matches ${pattern}`, step };
    }
    const rest = answer.value.total - answer.value.paths.length;
    const more = rest > 0 ? `\n(and ${rest} more)` : "";
    return { outcome: "ok", text: paths.join("\n") + more, step };
  },
});
