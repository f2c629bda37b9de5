import { changesOf } from "#agents-schema/changes-of.ts";
import type { EffectOf } from "#agents-schema/effect.ts";
import type { ReasonCode } from "#agents-schema/reason-codes.ts";
import type { Run } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import { bytesOf, judgeChanges, limits } from "./judge-changes.ts";

/** What policy says about the commits of a pull request, one by one and together. */
export function judgeCommits(run: Run, effect: EffectOf<"pull_request">): Verdict {
  const all = changesOf(effect);
  const paths = new Set(all.map(({ path }) => path));
  if (paths.size < all.length)
    return deny("BLK_RESTRICTION", "two of its commits change the same file");
  const isDocumentation = all.every(({ by }) => by === "documentation");
  const whole = isDocumentation ? limits.documentation : limits.commit;
  if (all.length > whole.files) {
    return deny(
      "BLK_TOO_LARGE",
      `a pull request may change ${whole.files} files, this one changes ${all.length}`,
    );
  }
  const bytes = bytesOf(all);
  if (bytes > whole.bytes) {
    return deny(
      "BLK_TOO_LARGE",
      `a pull request may carry ${whole.bytes} bytes, this one carries ${bytes}`,
    );
  }

  const most = isDocumentation ? limits.documentationCommit : limits.commit;
  const verdicts = effect.commits.map(({ changes }) => judgeChanges(run, changes, most));
  const denied = verdicts.find(({ kind }) => kind === "deny");
  if (denied !== undefined) return denied;
  const asks = verdicts.filter(({ kind }) => kind === "ask").map(({ reason }) => reason);
  if (asks.length > 0) return { kind: "ask", reason: asks.join("; "), code: "ASK_PROTECTED_PATH" };
  return { kind: "allow", reason: "only paths that the agent may change" };
}

function deny(code: ReasonCode, reason: string): Verdict {
  return { kind: "deny", reason, code };
}
