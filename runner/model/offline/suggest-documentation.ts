import { modelLines } from "../../dbt/properties/property-lines.ts";
import type { Draft } from "./draft-model.ts";
import type { Recipe } from "./recipe.ts";
import { signature } from "./signature.ts";

/** Characters of a comment: the tool takes 20,000. */
const maxComment = 18_000;

/** Where nothing may be committed, such as on a fork: the documentation as a comment to copy from. */
export function* suggestDocumentation(
  paths: Iterable<string>,
  drafts: readonly Draft[],
  notes: readonly string[],
  tools: ReadonlySet<string>,
): Recipe<string> {
  const files = [...paths].map((path) => `\`${path}\``).join(", ");
  const lines = drafts.flatMap(({ wanted }) => modelLines(wanted, { column: 2, gap: 1 }));
  const missing = [...drafts.flatMap((draft) => draft.missing), ...notes];
  const yaml = ["```yaml", "models:", ...lines, "```"].join("\n");
  const blocks = [
    `Documentation that could be added to ${files}:`,
    yaml.length > maxComment ? "(it is too long for a comment)" : yaml,
    ...missing.map((text) => `- ${text}`),
    `_${signature}._`,
  ];
  const tool = tools.has("propose_comment") ? "propose_comment" : "noop";
  const body = blocks.join("\n\n");
  const reason = `documentation for ${files} could be written, but this run may neither commit nor comment`;
  yield { calls: [{ tool, input: tool === "noop" ? { reason: reason.slice(0, 500) } : { body } }] };
  return tool === "noop" ? reason : `suggested documentation for ${files}`;
}
