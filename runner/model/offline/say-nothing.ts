import type { Recipe } from "./recipe.ts";
import { signature } from "./signature.ts";

/** Ends a run that has nothing to propose, with the reason. */
export function* sayNothing(reason: string): Recipe<string> {
  const said = `${reason.slice(0, 500 - signature.length - 4)} (${signature})`;
  yield { calls: [{ tool: "noop", input: { reason: said } }] };
  return reason;
}
