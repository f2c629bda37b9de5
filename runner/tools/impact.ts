import { z } from "zod";
import { dialectOf } from "../lineage/dialect-of.ts";
import { type Impact, impactOf } from "../lineage/impact-of.ts";
import { cutLines } from "./cut-lines.ts";
import { defineTool } from "./define-tool.ts";
import { openBaseSide, openWorkspaceSide } from "./open-workspace-side.ts";
import type { ToolAnswer } from "./tool.ts";

export const impact = defineTool({
  name: "impact",
  description:
    "What the change of this run touches: nodes that differ, with the reason of each; columns removed, renamed, redefined or added and who uses them; models, tests, metrics and dashboards below; what cannot be told. Your own edits in the workspace count.",
  input: {
    since: z
      .enum(["base", "head"])
      .default("base")
      .describe("base: the whole change; head: only your own edits"),
  },
  async use(world, { since }): Promise<ToolAnswer> {
    const step = "Looking at what the change touches";
    if (world.project === undefined) {
      return { outcome: "empty", text: "the repository has no dbt_project.yml", step };
    }
    const head = await openWorkspaceSide(world);
    if ("refused" in head) return { outcome: "failed", text: head.refused, step };
    const found = await impactOf({
      base: await openBaseSide(world, since),
      head,
      analyst: await world.studio.analyst(),
      dialect: dialectOf(head.project),
      signal: world.signal,
    });
    if (found.changed.length === 0) {
      const text = `nothing that dbt builds differs from the ${since} (${since === "base" ? world.run.baseSha : world.run.headSha})`;
      return { outcome: "empty", text, step };
    }
    return { outcome: "ok", text: cutLines(tell(found)), step };
  },
});

function tell({ changed, columns, downstream, untouched, tests, unclear }: Impact): string[] {
  return [
    `changed (${changed.length}):`,
    ...changed.map(({ id, kind, change, reasons, columns: { rows } }) => {
      const mayDiffer = rows && change === "modified" ? "; its rows may differ" : "";
      return `  ${change} ${kind} ${id}: ${reasons.join(", ")}${mayDiffer}`;
    }),
    `columns (${columns.length}):`,
    ...columns.map(({ node, column, change, to, users }) => {
      const names = users.map((user) =>
        user.column === undefined ? `${user.node} (${user.use})` : `${user.node}.${user.column}`,
      );
      const checks = tests.filter((test) => test.node === node && test.column === column);
      const tested =
        checks.length > 0 ? `; tested by ${checks.map(({ test }) => test).join(", ")}` : "";
      const used = names.length > 0 ? `used by ${names.join(", ")}` : "nobody uses it";
      return `  ${change} ${node}.${column}${to === undefined ? "" : ` to ${to}`}: ${used}${tested}`;
    }),
    `reached below (${downstream.length}):`,
    ...downstream.map(({ id, kind, columns: reach, reasons }) => {
      const which = reach === "all" ? "" : ` [${reach.join(", ")}]`;
      return `  ${kind} ${id}${which}: ${reasons.join(", ")}`;
    }),
    ...(untouched.length > 0
      ? [`below, but reading only columns that stay as they were: ${untouched.join(", ")}`]
      : []),
    `tests on all of these: ${tests.length}`,
    ...(unclear.length > 0 ? ["cannot be told:"] : []),
    ...unclear.map(({ id, reason }) => `  ${id}: ${reason.replaceAll(/\s+/g, " ").slice(0, 200)}`),
  ];
}
