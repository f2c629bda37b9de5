import { noCost } from "#agents-schema/run.ts";
import type { Model } from "../ports.ts";
import { chooseRecipe } from "./offline/choose-recipe.ts";
import { playRecipe } from "./offline/play-recipe.ts";

/**
 * What stands in for a language model where there is no network or no key: two fixed recipes, carried
 * out with the same tools, policy and budget as any model. A pure function of what it is shown. `recipe` names
 * one; left out, the agent's prompt decides.
 */
export function createOfflineModel(recipe?: string): Model {
  return {
    name: "offline",
    async turn({ briefing, messages, tools }) {
      const names = new Set(tools.map(({ name }) => name));
      const played = playRecipe(chooseRecipe(briefing, names, recipe), messages);
      return { model: "offline", ...played, cost: { ...noCost, turns: 1 } };
    },
  };
}
