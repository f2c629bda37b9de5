import picomatch from "picomatch";
import type { Agent } from "./agent.ts";
import { closesData } from "./closes-data.ts";
import { normalPath } from "./normal-path.ts";
import { agentState, changedAfterAsking, factFiles, neverChanged } from "./protected-paths.ts";

export type PathVerdict =
  | { kind: "allow" }
  | { kind: "ask"; reason: string }
  | { kind: "deny"; reason: string };

/**
 * May the agent do this with this path? Asked when a tool touches a file and again of the final tree.
 * Order: is it a path inside the repository; is it protected whatever the agent file says; does the
 * preset grant it; do the agent's restrictions allow it (`deny` wins); must a person agree. What our own
 * documentation wrote word for word may be a fact file, wherever the agent itself may write.
 */
export function judgePath(
  agent: Agent,
  path: string,
  action: "read" | "create" | "modify" | "delete",
  by?: "documentation",
): PathVerdict {
  const normal = normalPath(path);
  if ("refused" in normal) return deny(normal.refused);
  if (action === "read") return judgeReading(agent, normal.path);
  if (normal.path === "") return deny("it is the repository itself");

  if (by === "documentation" && matches(factFiles, normal.path.toLowerCase())) {
    const granted = judgePower(agent, action);
    return granted.kind === "deny" ? granted : judgeDenied(agent, normal.path);
  }
  const protection = judgeProtection(agent, normal.path);
  if (protection.kind === "deny") return protection;
  const power = judgePower(agent, action);
  if (power.kind === "deny") return power;
  const narrowing = judgeNarrowing(agent, normal.path);
  return narrowing.kind === "deny" ? narrowing : protection;
}

function judgeReading(agent: Agent, path: string): PathVerdict {
  if (path === "") return { kind: "allow" };
  if (
    closesData(agent.restrictions.sql) &&
    matches(factFiles, path.normalize("NFKC").toLowerCase())
  ) {
    const why =
      "restrictions.sql closes schemas or columns, and facts are measured from all of them";
    return deny(`${why}: retrieve_metadata tells what is open`);
  }
  return judgeNarrowing(agent, path);
}

function judgeProtection(agent: Agent, path: string): PathVerdict {
  const folded = path.normalize("NFKC").toLowerCase();
  if (isDefinition(agent, folded)) return deny("agents cannot change agents or their settings");
  const named = agent.restrictions.files.allow.filter((glob) => /^(?:\.\/)*\.buster\//.test(glob));
  const isState = matches(agentState, folded) && matches(named, path);
  if (isState) return { kind: "allow" };
  const never = neverChanged.find(({ globs }) => matches(globs, folded));
  if (never !== undefined) return deny(never.why);
  const asking = changedAfterAsking.find(({ globs }) => matches(globs, folded));
  return asking === undefined ? { kind: "allow" } : { kind: "ask", reason: asking.why };
}

/** The agent's own file, and those that lie beside it: wherever a team keeps its agents. */
function isDefinition(agent: Agent, folded: string): boolean {
  const own = agent.path.toLowerCase();
  if (folded === own) return true;
  const directory = own.slice(0, own.lastIndexOf("/") + 1);
  const name = folded.startsWith(directory) ? folded.slice(directory.length) : "";
  return directory !== "" && /^[^/]+\.ya?ml$/.test(name);
}

function judgePower(agent: Agent, action: "create" | "modify" | "delete"): PathVerdict {
  const { preset } = agent.tools;
  const { canCreate, canDelete } = agent.restrictions.files;
  if (preset === "safe") return deny("the preset `safe` changes no files");
  if (action === "create" && !canCreate)
    return deny("restrictions.files.can_create_files is false");
  if (action !== "delete") return { kind: "allow" };
  if (preset !== "unrestricted") return deny(`the preset \`${preset}\` deletes no files`);
  return canDelete ? { kind: "allow" } : deny("restrictions.files.can_delete_files is false");
}

function judgeNarrowing(agent: Agent, path: string): PathVerdict {
  const { allow } = agent.restrictions.files;
  const denied = judgeDenied(agent, path);
  if (denied.kind === "deny") return denied;
  const included = allow.filter((glob) => !glob.startsWith("!"));
  const excluded = allow.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  if (matches(excluded, path)) return deny("restrictions.files.allow leaves it out");
  if (included.length > 0 && !matches(included, path)) {
    return deny("restrictions.files.allow does not list it");
  }
  return { kind: "allow" };
}

function judgeDenied(agent: Agent, path: string): PathVerdict {
  const isDenied = matches(agent.restrictions.files.deny, path);
  return isDenied ? deny("restrictions.files.deny lists it") : { kind: "allow" };
}

/** Does a file, a directory (`models/`, or `models` with everything below) or a glob name the path? */
function matches(globs: readonly string[], path: string): boolean {
  return globs.some((written) => {
    const glob = written.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
    if (glob === path || path.startsWith(`${glob}/`)) return true;
    return picomatch.isMatch(path, glob, { dot: true });
  });
}

function deny(reason: string): PathVerdict {
  return { kind: "deny", reason };
}
