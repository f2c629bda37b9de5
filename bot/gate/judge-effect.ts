import picomatch from "picomatch";
import type { Effect, EffectKind, EffectOf } from "#agents-schema/effect.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import { findSecrets } from "./find-secrets.ts";
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
const ask = (reason: string): Verdict => ({ kind: "ask", reason });
const deny = (reason: string): Verdict => ({ kind: "deny", reason });

// A new kind of effect does not compile until someone decides how it is gated.
const rules: Rules = {
  commit: (run, effect) => {
    if (!run.agent.restrictions.git.canCommit) return deny("the agent may not commit");
    if (!run.agent.restrictions.git.canPush) return deny("the agent may not push");
    if (run.pullRequest === null) return deny("there is no branch to commit to");
    const branch = run.pullRequest.headRef;
    if (isProtected(run, branch)) {
      return deny(`${branch} is a protected branch: propose a pull request instead`);
    }
    const files = judgeChanges(run, effect.changes, limits.commit);
    if (files.kind !== "allow") return files;
    return run.autoCommit === true
      ? allow("the agent's trigger says auto_commit: true")
      : ask("a commit changes the branch");
  },
  pull_request: (run, effect) => {
    const { canCommit, canPush, canCreatePr } = run.agent.restrictions.git;
    if (!canCommit || !canPush || !canCreatePr) return deny("the agent may not open pull requests");
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
    return deny(`restrictions.actions.allow does not list ${effect.kind}`);
  }
  const max = actions.max[effect.kind] ?? defaultMax[effect.kind];
  if (earlier >= max) return deny(`a run may have ${max} effect(s) of kind ${effect.kind}`);
  if (effect.kind === "commit" || effect.kind === "pull_request") {
    if (run.isFork) return deny("a fork's pull request is only reviewed: its code is not ours");
    if (run.agent.tools.preset === "safe") return deny("the safe preset does not change files");
  }

  if (findSecrets(wordsOf(effect)).length > 0) {
    return deny("its words hold something that looks like a secret");
  }

  const verdict = applyRule(run, effect);
  if (verdict.kind !== "allow") return verdict;
  if (run.agent.mode === "staged")
    return ask("the agent is staged: a person applies what it proposes");
  if (run.agent.approvals.requiredFor.includes(effect.kind)) {
    return ask(`approvals.required_for lists ${effect.kind}`);
  }
  return verdict;
}

/** Everything that people will read of an effect, file contents aside. */
function wordsOf(effect: Effect): string {
  switch (effect.kind) {
    case "commit":
      return `${effect.headline}\n${effect.body}`;
    case "pull_request":
      return [
        `${effect.title}\n${effect.body}`,
        ...effect.commits.map(({ headline, body }) => `${headline}\n${body}`),
      ].join("\n");
    case "comment":
      return effect.body;
    case "review":
      return [effect.body, ...effect.findings.flatMap(({ title, body }) => [title, body])].join(
        "\n",
      );
  }
}

function applyRule<Kind extends EffectKind>(run: Run, effect: EffectOf<Kind>): Verdict {
  const rule: (run: Run, effect: EffectOf<Kind>) => Verdict = rules[effect.kind as Kind];
  return rule(run, effect);
}

function judgeWords(run: Run): Verdict {
  if (run.pullRequest === null) return deny("there is no pull request to write on");
  return allow("words on the pull request that started the run");
}

function isProtected(run: Run, branch: string): boolean {
  return run.agent.restrictions.git.protectedBranches.some((glob) =>
    picomatch.isMatch(branch, glob),
  );
}
