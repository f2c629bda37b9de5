import { z } from "zod";
import { Finding } from "#agents-schema/finding.ts";
import { defineTool } from "./define-tool.ts";
import { proposeEffect } from "./propose-effect.ts";
import { refusePath } from "./refuse-path.ts";
import type { ToolWorld } from "./tool.ts";

export const proposeReview = defineTool({
  name: "propose_review",
  description:
    "Proposes a review of the pull request: a summary, and findings each on one line of a file as it is in the workspace.",
  input: {
    body: z.string().trim().min(1).max(20_000).describe("Summary, in Markdown"),
    findings: z.array(Finding.strict()).max(50).default([]),
  },
  async use(world, { body, findings }) {
    const step = `Proposing a review with ${findings.length} finding(s)`;
    const wrong = await misplaced(world, findings);
    if (wrong.length > 0) {
      return {
        outcome: "failed",
        text: `findings must be on lines that exist:\n${wrong.join("\n")}`,
        step,
      };
    }
    return proposeEffect(world, { kind: "review", body, findings }, step);
  },
});

async function misplaced(
  { run, hands }: ToolWorld,
  findings: readonly Finding[],
): Promise<string[]> {
  const wrong: string[] = [];
  const lengths = new Map<string, number | string>();
  for (const { path, line } of findings) {
    const known = lengths.get(path) ?? refusePath(run.agent, path, "read");
    const answer = known === undefined ? await hands.read(path, 0, 1) : undefined;
    const length = answer === undefined ? known : answer.ok ? answer.value.lines : answer.reason;
    lengths.set(path, length ?? 0);
    if (typeof length === "string") wrong.push(`${path}: ${length}`);
    else if (line > (length ?? 0)) wrong.push(`${path}:${line}: the file has ${length} lines`);
  }
  return wrong;
}
