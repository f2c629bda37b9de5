import { counted } from "../counted.ts";
import { readLocalShelf } from "../read-local-shelf.ts";
import { broken, type Check, off, works } from "./check.ts";

/** The agents of the repository that was named; a broken file stops that agent only. */
export async function checkAgents(directory: string): Promise<Check> {
  const { agents, broken: files } = await readLocalShelf(directory);
  if (files.length > 0) {
    const names = files.map(({ path }) => path).join(", ");
    return {
      ...broken("agents", `broken: ${names}`, "`buster validate` says why"),
      isNeeded: false,
    };
  }
  return agents.length === 0
    ? off("agents", "none in this directory", "`buster init` writes two")
    : { ...works("agents", `${counted(agents.length, "agent")}, all right`), isNeeded: false };
}
