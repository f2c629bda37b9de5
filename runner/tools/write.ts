import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { refuseWriting } from "./refuse-writing.ts";

export const write = defineTool({
  name: "write",
  description:
    "Writes a whole text file in the workspace, creating it and its directories if needed.",
  input: {
    path: z.string().describe("Path in the repository, with /"),
    content: z.string().max(1024 * 1024),
  },
  changesFiles: true,
  async use(world, { path, content }) {
    const step = `Writing ${path}`;
    const refusal = await refuseWriting(world, path);
    if (refusal !== undefined) return { outcome: "refused", text: refusal, step };

    const answer = await world.hands.write(path, content);
    if (!answer.ok) return { outcome: "failed", text: `write ${path}: ${answer.reason}`, step };
    const done = answer.value.created ? "created" : "replaced";
    return { outcome: "ok", text: `${done} ${path} (${content.length} characters)`, step };
  },
});
