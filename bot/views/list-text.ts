import type { Agent } from "#agents-schema/agent.ts";
import { type SurfaceKind, styles } from "./surface.ts";

/** A message holds more, a reader does not. */
const shownAgents = 40;

/** The agents there are: name, what each is for, what starts it. */
export function listText(agents: readonly Agent[], surface: SurfaceKind): string {
  if (agents.length === 0) {
    return "There are no agents yet. They are YAML files in `.buster/agents/` on the default branch.";
  }
  const style = styles[surface];
  const bullet = surface === "github" ? "-" : "•";
  const lines = [...agents]
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .slice(0, shownAgents)
    .map((agent) => {
      const starts = [...new Set(agent.triggers.map(({ kind }) => kind.replace("_", " ")))].join(
        ", ",
      );
      const about = agent.description === "" ? "" : `: ${style.words(agent.description, 60)}`;
      const off = agent.enabled ? "" : ", switched off";
      return `${bullet} ${style.bold(agent.name, 60)}${about} (${starts}${off})`;
    });
  const more = agents.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n");
}
