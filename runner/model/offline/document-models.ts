import type { Briefing } from "../../ports.ts";
import type { Recipe } from "./recipe.ts";
import { signature } from "./signature.ts";

/** The recipe *document the changed models*. */
export function* documentModels(briefing: Briefing, _tools: ReadonlySet<string>): Recipe<string> {
  const reason =
    briefing.changedModels.length === 0
      ? "no dbt model changed, so there was nothing to document"
      : "the changed models are not documented yet";
  yield { calls: [{ tool: "noop", input: { reason: `${reason} (${signature})` } }] };
  return reason;
}
