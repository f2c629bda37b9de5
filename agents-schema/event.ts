import { z } from "zod";
import { Actor } from "./actor.ts";

/** A repository as GitHub names it, with the installation that lets us act on it. */
export const RepositoryRef = z.object({
  /** `owner/name`. */
  fullName: z.string(),
  /** GitHub App installation id; null for a local repository. */
  installationId: z.number().nullable(),
});
export type RepositoryRef = z.infer<typeof RepositoryRef>;

export const pullRequestActions = [
  "opened",
  "synchronize",
  "reopened",
  "closed",
  "labeled",
  "unlabeled",
] as const;
export type PullRequestAction = (typeof pullRequestActions)[number];

/** The facts of a pull request that triggers and runs need; never its whole payload. */
export const PullRequestFacts = z.object({
  number: z.number(),
  title: z.string(),
  author: z.string(),
  draft: z.boolean(),
  labels: z.array(z.string()),
  baseRef: z.string(),
  baseSha: z.string(),
  headRef: z.string(),
  headSha: z.string(),
  /** `owner/name` of the head; null when the fork was deleted. */
  headRepository: z.string().nullable(),
  /** Additions plus deletions, as GitHub counts them; null when the payload lacks them. */
  changedLines: z.number().nullable(),
  state: z.enum(["open", "closed"]),
});
export type PullRequestFacts = z.infer<typeof PullRequestFacts>;

const PullRequestEvent = z.object({
  kind: z.literal("pull_request"),
  action: z.enum(pullRequestActions),
  repository: RepositoryRef,
  pullRequest: PullRequestFacts,
  /** The label that was added or removed. */
  label: z.string().optional(),
  sender: Actor,
});

const PushEvent = z.object({
  kind: z.literal("push"),
  repository: RepositoryRef,
  branch: z.string(),
  before: z.string(),
  after: z.string(),
  sender: Actor,
});

const CommentEvent = z.object({
  kind: z.literal("comment"),
  repository: RepositoryRef,
  /** Issue or pull request number. */
  number: z.number(),
  isPullRequest: z.boolean(),
  commentId: z.number(),
  body: z.string(),
  sender: Actor,
});

const CheckActionEvent = z.object({
  kind: z.literal("check_action"),
  repository: RepositoryRef,
  /** Our `external_id`: the run id that the check shows. */
  externalId: z.string(),
  headSha: z.string(),
  /** Identifier of the requested action, or `rerequested`. */
  action: z.string(),
  sender: Actor,
});

const SlackCommandEvent = z.object({
  kind: z.literal("slack_command"),
  channel: z.string(),
  text: z.string(),
  responseUrl: z.string(),
  sender: Actor,
});

const SlackMentionEvent = z.object({
  kind: z.literal("slack_mention"),
  channel: z.string(),
  ts: z.string(),
  thread: z.string(),
  text: z.string(),
  sender: Actor,
});

const SlackActionEvent = z.object({
  kind: z.literal("slack_action"),
  /** `approve`, `open_pull_request`, `view_diff`, `request_changes`, `dismiss`, `stop`, `stop_run`. */
  action: z.string(),
  /** Opaque token of an approval, or a run id for `stop`. Never authority by itself. */
  value: z.string(),
  channel: z.string(),
  /** Text typed into the modal of "Request changes". */
  text: z.string().optional(),
  /** Seconds from the click until it came in: a telephone without a network keeps it. */
  lateSeconds: z.number().optional(),
  sender: Actor,
});

const SlackStopEvent = z.object({
  kind: z.literal("slack_stop"),
  channel: z.string(),
  /** Root of the thread, or the message that carries the sign. */
  ts: z.string(),
  sender: Actor,
});

const ScheduleEvent = z.object({
  kind: z.literal("schedule"),
  agent: z.string(),
  at: z.string(),
  repository: RepositoryRef,
});

const DataEvent = z.object({
  kind: z.literal("data_event"),
  name: z.string(),
  source: z.string(),
  payload: z.record(z.string(), z.unknown()),
  repository: RepositoryRef,
});

const ManualEvent = z.object({
  kind: z.literal("manual"),
  agent: z.string(),
  inputs: z.record(z.string(), z.string()),
  repository: RepositoryRef,
  /** The pull request it was asked on, if any. */
  pullRequest: PullRequestFacts.nullable(),
  sender: Actor,
});

const InstallationEvent = z.object({
  kind: z.literal("installation"),
  /** `connected`: from now on we may work on the repositories; `disconnected`: not any more. */
  action: z.enum(["connected", "disconnected"]),
  installationId: z.number(),
  /** Person or organisation that has the App. */
  account: z.string(),
  /** Full names. Empty with `disconnected`: all of the account. */
  repositories: z.array(z.string()),
  sender: Actor,
});

/** Something that happened, as facts: small enough to store before we answer the sender. */
export const Event = z.discriminatedUnion("kind", [
  PullRequestEvent,
  PushEvent,
  CommentEvent,
  CheckActionEvent,
  SlackCommandEvent,
  SlackMentionEvent,
  SlackActionEvent,
  SlackStopEvent,
  ScheduleEvent,
  DataEvent,
  ManualEvent,
  InstallationEvent,
]);
export type Event = z.infer<typeof Event>;
export type EventKind = Event["kind"];
export type EventOf<Kind extends EventKind> = Extract<Event, { kind: Kind }>;

/** A delivery: an event with the sender's own id for it, by which redeliveries are recognised. */
export const Delivery = z.object({
  /** `github:<X-GitHub-Delivery>`, `slack:<event_id or trigger_id>`. */
  id: z.string(),
  event: Event,
});
export type Delivery = z.infer<typeof Delivery>;
