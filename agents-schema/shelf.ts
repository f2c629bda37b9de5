import type { Agent } from "./agent.ts";
import type { Mistake } from "./mistake.ts";
import type { Settings } from "./settings.ts";

/** The agents and settings of one commit. Broken files are named; they never hide the others. */
export interface Shelf {
  agents: readonly Agent[];
  settings: Settings;
  broken: readonly { path: string; mistakes: readonly Mistake[] }[];
}
