import picomatch from "picomatch";
import type { Effect, EffectKind, EffectOf } from "#agents-schema/effect.ts";
import type { ReasonCode } from "#agents-schema/reason-codes.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import { judgeChanges, limits } from "./judge-changes.ts";
import { judgeCommits } from "./judge-commits.ts";

/** How many effects of a kind one run may have, unless `restrictions.actions.max` says otherwise. */
const defaultMax: Record<EffectKind, number> = {
  commit: 1,
  pull_request: 1,
  comment: 3,
  review: 1,
};

type Rules = { [Kind in EffectKind]: (run: Run, effect: EffectOf<Kind>) => Verdict };

const allow = (reason: string): Verdict => ({ kind: "allow", reason });
const ask = (code: ReasonCode, reason: string): Verdict => ({ kind: "ask", reason, code });
const deny = (code: ReasonCode, reason: string): Verdict => ({ kind: "deny", reason, code });

// A new kind of effect does not compile until someone decides how it is gated.
const rules: Rules = {
  commit: (run, effect) => {
    if (!run.agent.restrictions.git.canCommit)
      return deny("BLK_RESTRICTION", "the agent may not commit");
    if (!run.agent.restrictions.git.canPush)
      return deny("BLK_RESTRICTION", "the agent may not push");
    if (run.pullRequest === null) return deny("BLK_BRANCH", "there is no branch to commit to");
    const branch = run.pullRequest.headRef;
    if (isProtected(run, branch)) {
      return deny("BLK_BRANCH", `${branch} is a protected branch: propose a pull request instead`);
    }
    const files = judgeChanges(run, effect.changes, limits.commit);
    if (files.kind !== "allow") return files;
    return run.autoCommit === true
      ? allow("the agent's trigger says auto_commit: true")
      : ask("ASK_COMMIT", "a commit changes the branch");
  },
  pull_request: (run, effect) => {
    const { canCommit, canPush, canCreatePr } = run.agent.restrictions.git;
    if (!canCommit || !canPush || !canCreatePr)
      return deny("BLK_RESTRICTION", "the agent may not open pull requests");
    const files = judgeCommits(run, effect);
    if (files.kind !== "allow") return files;
    return allow("a pull request is itself reviewed before it changes anything");
  },
  comment: (run) => judgeWords(run),
  review: (run) => judgeWords(run),
};

/**
 * What policy says about an effect of a run. `earlier` are the run's effects of the same kind that
 * are neither cancelled nor refused. Every check that cannot be made answers no.
 */
export function judgeEffect(run: Run, effect: Effect, earlier: number): Verdict {
  const { actions } = run.agent.restrictions;
  if (actions.allow.length > 0 && !actions.allow.includes(effect.kind)) {
    return deny("BLK_RESTRICTION", `restrictions.actions.allow does not list ${effect.kind}`);
  }
  const max = actions.max[effect.kind] ?? defaultMax[effect.kind];
  if (earlier >= max)
    return deny("BLK_TOO_MANY", `a run may have ${max} effect(s) of kind ${effect.kind}`);
  if (effect.kind === "commit" || effect.kind === "pull_request") {
    if (run.isFork)
      return deny("BLK_FORK", "a fork's pull request is only reviewed: its code is not ours");
    if (run.agent.tools.preset === "safe")
      return deny("BLK_PRESET", "the safe preset does not change files");
  }

  const verdict = applyRule(run, effect);
  if (verdict.kind !== "allow") return verdict;
  if (run.agent.mode === "staged")
    return ask("ASK_STAGED", "the agent is staged: a person applies what it proposes");
  if (run.agent.approvals.requiredFor.includes(effect.kind)) {
    return ask("ASK_REQUIRED", `approvals.required_for lists ${effect.kind}`);
  }
  return verdict;
}

function applyRule<Kind extends EffectKind>(run: Run, effect: EffectOf<Kind>): Verdict {
  const rule: (run: Run, effect: EffectOf<Kind>) => Verdict = rules[effect.kind as Kind];
  return rule(run, effect);
}

function judgeWords(run: Run): Verdict {
  if (run.pullRequest === null) return deny("BLK_BRANCH", "there is no pull request to write on");
  return allow("words on the pull request that started the run");
}

function isProtected(run: Run, branch: string): boolean {
  return run.agent.restrictions.git.protectedBranches.some((glob) =>
    picomatch.isMatch(branch, glob),
  );
}
