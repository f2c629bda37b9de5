import type { CommitContent, EffectOf, Receipt } from "#agents-schema/effect.ts";
import type { PullRequestFacts, RepositoryRef } from "#agents-schema/event.ts";

export type Permission = "none" | "read" | "write" | "admin";

export interface CheckShown {
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string;
  status: "queued" | "in_progress" | "completed";
  conclusion?:
    | "success"
    | "failure"
    | "neutral"
    | "cancelled"
    | "skipped"
    | "timed_out"
    | "action_required";
  title: string;
  summary: string;
  annotations: readonly {
    path: string;
    line: number;
    level: "notice" | "warning" | "failure";
    title: string;
    message: string;
  }[];
  actions: readonly { label: string; description: string; identifier: string }[];
}

interface CommitOrder extends CommitContent {
  repository: RepositoryRef;
  branch: string;
  expectedHead: string;
  effectId: string;
}

interface PullRequestOrder {
  repository: RepositoryRef;
  base: string;
  branch: string;
  /** The commit that the branch starts from. */
  fromSha: string;
  effectId: string;
  title: string;
  body: string;
  commits: readonly CommitContent[];
  /** Called before each commit after the first; rejects when it must not go on. */
  goOn?: () => Promise<void>;
}

/**
 * What the gate does on GitHub. The only holder of write tokens.
 *
 * Contract:
 * - Every method rejects with PlatformFailure; its code says what a retry may do.
 * - `upsert…` finds what an earlier try created (by `marker`, or `externalId` of a check) before it creates.
 * - `commit` refuses with `stale` when the branch is not at `expectedHead`, except when the branch's head
 *   already is this very effect's commit (its trailer says so): then it answers that commit.
 * - `openPullRequest` takes up what an earlier try left: branch, commits (each by its trailer), pull request.
 */
export interface GitHub {
  pullRequest(repository: RepositoryRef, number: number): Promise<PullRequestFacts | undefined>;
  /** `none` when it cannot be found out. */
  permission(repository: RepositoryRef, login: string): Promise<Permission>;
  /** False when it cannot be found out. `team` is `org/slug`. */
  isTeamMember(repository: RepositoryRef, team: string, login: string): Promise<boolean>;
  defaultBranch(repository: RepositoryRef): Promise<string>;
  /** Is there such a file on the default branch? False in an empty repository. */
  hasFile(repository: RepositoryRef, path: string): Promise<boolean>;
  upsertCheck(repository: RepositoryRef, known: string | null, check: CheckShown): Promise<string>;
  /** Edits the comment `known`, or the one that carries the marker, or creates it. Answers its id and URL. */
  upsertComment(
    repository: RepositoryRef,
    number: number,
    known: string | null,
    marker: string,
    body: string,
  ): Promise<{ id: string; url: string | null }>;
  react(repository: RepositoryRef, commentId: number, content: "eyes" | "confused"): Promise<void>;
  commit(order: CommitOrder): Promise<Receipt>;
  openPullRequest(order: PullRequestOrder): Promise<Receipt>;
  review(order: {
    repository: RepositoryRef;
    number: number;
    headSha: string;
    effectId: string;
    body: string;
    findings: EffectOf<"review">["findings"];
  }): Promise<Receipt>;
}
