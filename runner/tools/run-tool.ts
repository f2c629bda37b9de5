import type { ToolCall } from "#agents-schema/journal.ts";
import { cutMiddle } from "../prompt/cut-middle.ts";
import type { Tool, ToolAnswer, ToolWorld } from "./tool.ts";

/** Characters of one answer: about 5,000 tokens. */
const maxAnswer = 20_000;

/** Uses the tool that the model called. A tool that does not exist, or is not granted, is an answer. */
export async function runTool(
  world: ToolWorld,
  tools: readonly Tool[],
  call: ToolCall,
): Promise<ToolAnswer> {
  const tool = tools.find(({ declaration }) => declaration.name === call.tool);
  if (tool === undefined) {
    const names = tools.map(({ declaration }) => declaration.name).join(", ");
    return {
      outcome: "refused",
      text: `There is no tool "${call.tool}" in this run. The tools are: ${names}.`,
      step: "Asked for a tool that is not granted",
    };
  }

  const answer = await tool.use(world, call.input);
  return { ...answer, text: cutMiddle(answer.text, maxAnswer), step: answer.step.slice(0, 200) };
}
