import type { Agent } from "./agent.ts";
import type { Mistake } from "./mistake.ts";
import type { Settings } from "./settings.ts";

/** The agents and settings of one commit. Broken files are named; they never hide the others. */
export interface Shelf {
  agents: readonly Agent[];
  settings: Settings;
  /** The repository has a `buster.yml`, perhaps a broken one. */
  hasSettings: boolean;
  broken: readonly { path: string; mistakes: readonly Mistake[] }[];
}
