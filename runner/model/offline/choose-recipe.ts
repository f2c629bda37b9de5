import type { Briefing } from "../../ports.ts";
import { documentModels } from "./document-models.ts";
import { documentWholeProject } from "./document-whole-project.ts";
import type { Recipe } from "./recipe.ts";
import { reviewModels } from "./review-models.ts";

const documenting = /\b(?:document\w*|docs|descriptions?)\b/gi;
const reviewing = /\b(?:review\w*|breaking|conventions?|code quality)\b/gi;

const needsKey =
  "This agent needs a language model: set ANTHROPIC_API_KEY. The offline model only knows two recipes: document the changed models, and review the changed models.";

/** The recipe that is named, else the one that an agent's prompt asks for by its words. */
export function chooseRecipe(
  briefing: Briefing,
  tools: ReadonlySet<string>,
  named?: string,
): Recipe<string> {
  if (named === "document-project") return documentWholeProject(tools);
  const documents = briefing.prompt.match(documenting)?.length ?? 0;
  const reviews = briefing.prompt.match(reviewing)?.length ?? 0;
  if (documents === 0 && reviews === 0) return sayThatAKeyIsNeeded();
  const mayCommit = tools.has("write") && tools.has("propose_commit");
  if (reviews > documents || (reviews > 0 && !mayCommit)) return reviewModels(briefing, tools);
  return documentModels(briefing, tools);
}

// biome-ignore lint/correctness/useYield: a recipe of no calls
function* sayThatAKeyIsNeeded(): Recipe<string> {
  return needsKey;
}
