import type { Agent } from "./agent.ts";
import type { EffectKind } from "./effect.ts";
import { grantingPreset } from "./granting-preset.ts";

/** Tools that the workshop has, in the order in which a model is told of them. */
const built = [
  "read",
  "write",
  "edit",
  "multi_edit",
  "glob",
  "grep",
  "ls",
  "run_sql",
  "retrieve_metadata",
  "profile_model",
  "search_docs",
  "lineage",
  "impact",
  "document_models",
  "dbt",
  "propose_commit",
  "propose_pull_request",
  "propose_comment",
  "propose_review",
  "noop",
] as const;
type Built = (typeof built)[number];

const needsWarehouse: ReadonlySet<Built> = new Set([
  "run_sql",
  "retrieve_metadata",
  "profile_model",
]);

/**
 * A fork's code is a stranger's: it is read and reviewed, nothing of it runs and no data is queried. Documentation
 * is only shown there.
 */
const forFork: readonly Built[] = [
  "read",
  "glob",
  "grep",
  "ls",
  "search_docs",
  "lineage",
  "impact",
  "document_models",
  "propose_comment",
  "propose_review",
  "noop",
];

/** The effects that a tool can propose; without any of them it is not granted. */
const proposes: Partial<Record<Built, readonly EffectKind[]>> = {
  propose_commit: ["commit", "pull_request"],
  propose_pull_request: ["pull_request"],
  propose_comment: ["comment"],
  propose_review: ["review"],
};

/**
 * Names of the tools that a run of the agent gets: what its preset grants, less what it excludes, what its
 * restrictions forbid and what is not at hand here. `noop` always remains: a way to say that there is
 * nothing to do.
 */
export function grantedTools(
  agent: Agent,
  circumstances: { isFork: boolean; hasWarehouse: boolean; hasDbt: boolean; canExec: boolean },
): readonly string[] {
  const { isFork, hasWarehouse, hasDbt, canExec } = circumstances;
  const { preset, exclude } = agent.tools;
  return built.filter((tool) => {
    if (tool === "noop") return true;
    if (exclude.includes(tool)) return false;
    if (isFork && !forFork.includes(tool)) return false;
    if (preset === "safe" && grantingPreset[tool] !== "safe") return false;
    if (needsWarehouse.has(tool)) return hasWarehouse;
    if (tool === "dbt") return hasDbt && canExec;
    return (proposes[tool] ?? []).length === 0 || mayPropose(agent, tool);
  });
}

function mayPropose(agent: Agent, tool: Built): boolean {
  const { actions, git } = agent.restrictions;
  const kinds = (proposes[tool] ?? []).filter(
    (kind) =>
      (actions.allow.length === 0 || actions.allow.includes(kind)) && actions.max[kind] !== 0,
  );
  if (tool !== "propose_commit" && tool !== "propose_pull_request") return kinds.length > 0;
  // A pull request carries a commit too: without can_commit and can_push neither is possible.
  return (
    git.canCommit &&
    git.canPush &&
    (kinds.includes("commit") || (git.canCreatePr && kinds.includes("pull_request")))
  );
}
