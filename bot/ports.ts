import type { Actor } from "#agents-schema/actor.ts";
import type { Approval, ApprovalState, Vote } from "#agents-schema/approval.ts";
import type { Receipt } from "#agents-schema/effect.ts";
import type { Delivery, RepositoryRef } from "#agents-schema/event.ts";
import type { JournalEntry, JournalRow } from "#agents-schema/journal.ts";
import type { Run, RunState } from "#agents-schema/run.ts";
import type { SecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import type { Shelf } from "#agents-schema/shelf.ts";
import type { EffectState, StoredEffect } from "#agents-schema/stored-effect.ts";

export interface Clock {
  now(): Date;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** The store could not answer. The message says what was being done. */
export class StoreUnavailable extends Error {
  readonly code = "store-unavailable";
}

/** GitHub or Slack could not be asked, or answered with a failure. */
export class PlatformFailure extends Error {
  /**
   * `retry`: nothing happened, try later. `ambiguous`: it may have happened, look before trying again.
   * `stale`: the world moved on (head, closed, deleted). `permanent`: trying again is no use.
   */
  readonly code: "retry" | "ambiguous" | "stale" | "permanent";

  constructor(code: PlatformFailure["code"], doing: string, options?: { cause?: unknown }) {
    super(doing, options);
    this.name = "PlatformFailure";
    this.code = code;
  }
}

/**
 * What everything passes that leaves the house, just before it does.
 *
 * Contract:
 * - `clean` gives the same data with every credential in it redacted as `[redacted:kind]`; `check` rejects data
 *   that holds a credential of this process, because it must not be changed on its way (code).
 * - What cannot be judged does not leave: both throw PlatformFailure `permanent`, saying what was being done.
 */
export interface Screen {
  clean<Value>(value: Value, doing: string): Value;
  check(value: unknown, doing: string): void;
  /** For those who judge what an agent proposes. */
  scan: SecretScan;
}

/**
 * Deliveries between arriving and being dealt with.
 *
 * Contract:
 * - `receive` is durable before it resolves; a delivery id already known changes nothing and answers `false`.
 * - `claim` hands each delivery to one caller only; a delivery neither done nor failed within
 *   `leaseMs` is handed out again: a delivery is done when processed, not when seen.
 * - Every method rejects with StoreUnavailable when the store cannot answer.
 */
export interface Inbox {
  receive(delivery: Delivery): Promise<boolean>;
  claim(limit: number, leaseMs: number): Promise<readonly Delivery[]>;
  done(deliveryId: string, outcome: string): Promise<void>;
  failed(deliveryId: string, reason: string): Promise<void>;
  /** Hands it out again, later each time; `false`: it has been tried often enough and is given up. */
  later(deliveryId: string, reason: string): Promise<boolean>;
}

export interface NewRun
  extends Omit<Run, "state" | "version" | "journalHead" | "createdAt" | "updatedAt"> {}

/**
 * Runs and their journals.
 *
 * Contract:
 * - `create` with an id already known changes nothing and answers `false`: deliveries come twice.
 * - `move` refuses (answers `false`) when the run is not in `from`, and throws on an illegal move.
 * - `append` and `move` write the journal in the same transaction as the state that they record.
 */
export interface Runs {
  create(run: NewRun): Promise<boolean>;
  load(runId: string): Promise<Run | undefined>;
  /** A run by an unambiguous beginning of its id. */
  find(idPrefix: string): Promise<Run | undefined>;
  /** Not yet ended, newest first. */
  active(filter: {
    concurrencyKey?: string;
    repository?: string;
    number?: number;
  }): Promise<readonly Run[]>;
  recent(limit: number): Promise<readonly Run[]>;
  /** Of one pull request, also those that have ended, newest first. */
  ofPullRequest(on: { repository: string; number: number }, limit: number): Promise<readonly Run[]>;
  /** Of one agent in one repository, also those that have ended, newest first. */
  ofAgent(on: { repository: string; agent: string }, limit: number): Promise<readonly Run[]>;
  move(
    runId: string,
    from: readonly RunState[],
    to: RunState,
    reason: string | null,
  ): Promise<boolean>;
  requestStop(runId: string, by: Actor): Promise<void>;
  /**
   * What waits for somebody and has nobody. `run`: queued runs without a runner, among them those just
   * taken away from a dead one. `settle`: runs whose effects nobody asks about or carries out since a
   * minute. The caller queues both; ids may come again in the next sweep.
   */
  reclaim(): Promise<{ run: readonly string[]; settle: readonly string[] }>;
  /** Runs whose surfaces show an older version than the journal has. */
  unpresented(limit: number): Promise<readonly Run[]>;
  presented(runId: string, version: number): Promise<void>;
  setPlaces(runId: string, places: Run["places"]): Promise<void>;
  append(runId: string, entry: JournalEntry): Promise<void>;
  journal(runId: string): Promise<readonly JournalRow[]>;
}

/**
 * Effects between being asked for and being done.
 *
 * Contract:
 * - `propose` with an id already known changes nothing: a resumed run proposes again.
 * - `move` refuses (answers `false`) when the effect is not in `from`; it journals in the same transaction.
 * - `hold` gives the settling of a run that is `applying` to one holder only, or renews it, for `leaseMs` by
 *   the database's clock; `undefined`: somebody else has it, or nobody may yet. `tries` failed before.
 */
export interface Outbox {
  hold(runId: string, holder: string, leaseMs: number): Promise<{ tries: number } | undefined>;
  /** Gives it back, if it still is the holder's; nobody may have it for `waitMs`. */
  letGo(runId: string, holder: string, next: { tries: number; waitMs: number }): Promise<void>;
  propose(effect: StoredEffect): Promise<void>;
  ofRun(runId: string): Promise<readonly StoredEffect[]>;
  move(
    effectId: string,
    from: EffectState,
    to: EffectState,
    /** `holder`: only while it holds the settling of the run, as `hold` gave it. */
    detail: { reason?: string; receipt?: Receipt; holder?: string },
  ): Promise<boolean>;
}

/**
 * Contract:
 * - `request` answers `false`, and asks nobody, unless the run is `awaiting_approval`; one with an id already
 *   known changes nothing.
 * - `decide` moves a pending approval once; a second decision answers `false`.
 * - `vote` counts each GitHub login once, however it is spelled and from whichever account it comes.
 */
export interface Approvals {
  request(approval: Approval): Promise<boolean>;
  byToken(token: string): Promise<Approval | undefined>;
  ofRun(runId: string): Promise<readonly Approval[]>;
  vote(approvalId: string, vote: Vote): Promise<Approval>;
  decide(
    approvalId: string,
    decision: {
      state: Exclude<ApprovalState, "pending">;
      by: Actor;
      as?: "commit" | "pull_request";
      reason?: string;
    },
  ): Promise<boolean>;
  expired(now: Date): Promise<readonly Approval[]>;
}

/** Messages, comments and checks that show a run; each is edited in place, found again by its stored id. */
export interface Surface {
  runId: string;
  /** `check`, `tracking_comment`, `progress_card`, `approval_card:<approval id>`, `result`. */
  kind: string;
  /** Platform id: check run id, comment id, `channel:ts`. Null until created. */
  externalId: string | null;
  /** Hash of what was last shown. */
  shown: string | null;
}

/**
 * Contract: `claim` gives a place (a pull request, a run) to one shower only, for `leaseMs` by the database's
 * clock: two processes must not create the same message. `release` gives it back.
 */
export interface Surfaces {
  claim(place: string, leaseMs: number): Promise<boolean>;
  release(place: string): Promise<void>;
  get(runId: string, kind: string): Promise<Surface | undefined>;
  put(surface: Surface): Promise<void>;
}

/**
 * Turns at writing to an outside service, and pauses that it asks for, shared by all processes.
 *
 * Contract:
 * - `enter` gives a lane to one caller, until it leaves or `leaseMs` are over; else it says how long to wait:
 *   for a turn, or because the service asked everybody to.
 * - `leave` gives it back; nobody has it for `gapMs`.
 */
export interface Lanes {
  enter(
    name: string,
    leaseMs: number,
  ): Promise<{ kind: "entered" } | { kind: "wait"; ms: number } | { kind: "paused"; ms: number }>;
  leave(name: string, gapMs: number): Promise<void>;
  pause(name: string, ms: number): Promise<void>;
}

/** The queue carries run ids only; the ledger is the truth. At least once; order is not promised. */
export interface Queue {
  /** `run`: the workshop works on it. `settle`: the gate carries out its effects. */
  add(job: { kind: "run" | "settle"; runId: string }): Promise<void>;
  work(
    kind: "run" | "settle",
    concurrency: number,
    handler: (runId: string) => Promise<void>,
  ): Promise<void>;
  /** Takes no further jobs, and resolves when those in hand are done. */
  pause(): Promise<void>;
  /** Does its store answer? May take as long as the store does. */
  isUp(): Promise<boolean>;
  close(): Promise<void>;
}

export type { CheckShown, GitHub, Permission } from "./ports/github.ts";

/** A Slack message: blocks with a text that says the same for notifications and screen readers. */
export interface SlackMessage {
  text: string;
  blocks: readonly object[];
}

/**
 * What the gate does on Slack.
 *
 * Contract: rejects with PlatformFailure. `post` puts `effectId` in the message metadata, and looks
 * for it before posting when `mayExist`.
 */
export interface Slack {
  post(order: {
    channel: string;
    thread: string | null;
    message: SlackMessage;
    effectId: string;
    mayExist: boolean;
  }): Promise<{ channel: string; ts: string }>;
  update(channel: string, ts: string, message: SlackMessage): Promise<void>;
  ephemeral(channel: string, user: string, thread: string | null, text: string): Promise<void>;
  respond(responseUrl: string, message: SlackMessage): Promise<void>;
  /** Members of a user group; empty when it cannot be found out. */
  groupMembers(group: string): Promise<readonly string[]>;
}

/** What the hall reads of a repository at one commit: never from a pull request's head. */
export interface Library {
  /** Agents and settings at the commit; a broken file never hides the others. */
  at(repository: RepositoryRef, sha: string): Promise<Shelf>;
  /** Paths that differ between the merge base and the head. */
  changedFiles(
    repository: RepositoryRef,
    baseSha: string,
    headSha: string,
    number: number | null,
  ): Promise<readonly string[]>;
  branchSha(repository: RepositoryRef, branch: string): Promise<string>;
}
