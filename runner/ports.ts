import type { Effect } from "#agents-schema/effect.ts";
import type { JournalEntry, JournalRow } from "#agents-schema/journal.ts";
import type { Cost, Run, RunState } from "#agents-schema/run.ts";
import type { Verdict } from "#agents-schema/verdict.ts";
import type { ChangedFile } from "./ports/changed-file.ts";
import type { Model } from "./ports/model.ts";
import type { SqlAnalyst } from "./ports/sql-analyst.ts";
import type { Warehouse } from "./ports/warehouse.ts";
import type { Writer } from "./ports/writer.ts";

/** Time from outside. `sleep` ends early, without throwing, when the signal aborts. */
export interface Clock {
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A failure of the world, with a stable code. The message says what was being done. */
export class WorldFailure extends Error {
  readonly code: WorldFailureCode;

  constructor(code: WorldFailureCode, doing: string, options?: { cause?: unknown }) {
    super(doing, options);
    this.name = "WorldFailure";
    this.code = code;
  }
}

export type WorldFailureCode =
  | "sandbox-missing"
  | "sandbox-died"
  | "repository-unavailable"
  | "warehouse-unavailable"
  | "model-unavailable"
  | "model-refused"
  | "store-unavailable";

/** One path of a commit. `mode` is git's: 100644, 100755, 120000 (symlink), 160000 (submodule). */
export interface TreeEntry {
  path: string;
  mode: string;
  oid: string;
  size: number;
}

export type { ChangedFile };

/**
 * Commits of one repository, read without a work tree and without running anything from them.
 *
 * Contract:
 * - Every method rejects with WorldFailure `repository-unavailable` when the commit or the repository
 *   cannot be had; a path that does not exist is `undefined`, not an error.
 * - Nothing in the repository is executed: no hooks, filters, text conversion or submodules.
 * - `materialise` writes regular files only (symlinks become files that hold their target), never
 *   outside `directory`, never a `.git`. The directory is empty or not there.
 */
export interface Repository {
  /** Makes sure that these commits (or refs, such as `refs/pull/12/head`) are at hand. */
  fetch(revisions: readonly string[]): Promise<void>;
  /** The commit a branch, ref or abbreviated SHA stands for; undefined when there is none. */
  resolve(revision: string): Promise<string | undefined>;
  /** Files that differ between the merge base of the two commits and the head. Renames are a deletion and an addition. */
  changedFiles(baseSha: string, headSha: string): Promise<readonly ChangedFile[]>;
  tree(sha: string): Promise<readonly TreeEntry[]>;
  /** UTF-8 text of a regular file; undefined when the path is not a regular file there. */
  readFile(sha: string, path: string): Promise<string | undefined>;
  readFiles(sha: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
  materialise(sha: string, directory: string): Promise<void>;
  /**
   * Takes a workspace that it materialised, so that the next one is ready sooner; left where it is when it is not
   * wanted. Only when nothing can write to it any more: what was done in it is undone before it is used again.
   */
  reclaim?(directory: string): Promise<void>;
}

/**
 * Something of the host's that the programs of one sandbox may use: a socket at which the host listens, or a file.
 * A socket named `proxy` is where they find the network.
 */
export interface Door {
  /** Its name inside. */
  readonly name: string;
  /** Puts it at a path of this machine, in a directory that only one sandbox sees and cannot change. */
  open(path: string): Promise<{ close(): Promise<void> }>;
}

/** The warehouse for dbt. */
export interface WarehouseDoor extends Door {
  /** dbt's settings for it, where the door is at this path. None is a secret. */
  profile(path: string): Readonly<Record<string, unknown>>;
}

/** What a sandbox wanted of the network and was refused. */
export interface DeniedHost {
  host: string;
  port: number;
  reason: string;
}

export type HandsAnswer<Value> = { ok: true; value: Value } | { ok: false; reason: string };

export interface HandsFile {
  path: string;
  status: "added" | "modified" | "deleted";
  /** UTF-8 text, or null when deleted. */
  content: string | null;
}

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
}

/**
 * The program that works inside the sandbox: the only one that opens a path named by the model.
 * Paths are relative to the workspace, with `/`; anything that leaves it is answered with `ok: false`.
 *
 * Contract:
 * - A refused or impossible request is an answer (`ok: false` with a sentence), never a rejection.
 * - Rejects with WorldFailure `sandbox-died` when the sandbox is gone.
 */
export interface Hands {
  /** `offset` is a 0-based line, `limit` a number of lines. `lines` is the file's total. */
  read(
    path: string,
    offset: number,
    limit: number,
  ): Promise<HandsAnswer<{ text: string; lines: number }>>;
  /** Creates parent directories. */
  write(path: string, content: string): Promise<HandsAnswer<{ created: boolean }>>;
  /** Replaces exact text; answers `ok: false` when `find` occurs never, or more than once without `all`. */
  edit(
    path: string,
    edits: readonly { find: string; replace: string; all: boolean }[],
  ): Promise<HandsAnswer<{ replaced: number }>>;
  glob(pattern: string, limit: number): Promise<HandsAnswer<{ paths: string[]; total: number }>>;
  grep(
    pattern: string,
    options: { glob?: string; limit: number },
  ): Promise<
    HandsAnswer<{ matches: { path: string; line: number; text: string }[]; total: number }>
  >;
  ls(
    path: string,
  ): Promise<HandsAnswer<{ name: string; kind: "file" | "directory"; size: number }[]>>;
  /** Runs a program without a shell, in the workspace. Output is cut in the middle above 64 KiB each. */
  exec(
    command: readonly string[],
    options: { timeoutMs: number; env: Readonly<Record<string, string>> },
  ): Promise<HandsAnswer<ExecResult>>;
  /** What differs from the materialised commit, by content. */
  diff(): Promise<HandsAnswer<HandsFile[]>>;
  /** Opens a door for the programs inside until the hands are closed, once; answers its path there. */
  admit(door: Door): Promise<HandsAnswer<string>>;
  close(): Promise<void>;
}

/**
 * Starts hands in a fresh sandbox over a workspace directory.
 *
 * Contract:
 * - The sandbox has no network but the doors that are opened to it, and none of the host's environment, files or
 *   descriptors.
 * - Rejects with WorldFailure `sandbox-missing`, saying what to install, when it cannot start.
 * - Aborting the signal kills everything in the sandbox.
 */
export interface Sandbox {
  readonly name: "docker" | "bubblewrap" | "process";
  /** May `exec` run programs? The `process` driver only serves files. */
  readonly canExec: boolean;
  /** Is this program inside the sandbox? (`dbt`, `git`) */
  has(program: string): Promise<boolean>;
  open(workspace: { directory: string; runId: string; signal: AbortSignal }): Promise<Hands>;
  /** Starts ahead what is kept ready for the next runs, where something is; waits for it. */
  warmUp?(): Promise<void>;
  /** Ends what was started ahead. Sandboxes of runs end with their hands. */
  close?(): Promise<void>;
}

export type {
  Briefing,
  Message,
  Model,
  ModelTurn,
  ToolDeclaration,
  TurnRequest,
} from "./ports/model.ts";
export type { Cell, ColumnInfo, QueryResult, Relation, Warehouse } from "./ports/warehouse.ts";

/**
 * What the workshop needs from the ledger.
 *
 * Contract:
 * - `append` is durable before it resolves, together with the `cost` of what it records, which takes the place of
 *   what was reserved. `reserve` says what a call under way may cost at most: it counts as spent when whoever made
 *   the call dies; null: nothing is under way.
 * - Only the holder of the lease may append: others get
 *   WorldFailure `store-unavailable` and must stop.
 * - `acquire` gives a run to one caller only, for `leaseMs` by the database's clock; `heartbeat`
 *   renews it and tells whether a person asked to stop, or someone else took over.
 */
export interface Ledger {
  load(runId: string): Promise<Run | undefined>;
  acquire(runId: string, leaseMs: number): Promise<Lease | undefined>;
  heartbeat(lease: Lease, leaseMs: number): Promise<"held" | "stop" | "lost">;
  release(lease: Lease): Promise<void>;
  read(runId: string): Promise<readonly JournalRow[]>;
  append(lease: Lease, entry: JournalEntry, cost?: Cost): Promise<void>;
  reserve(lease: Lease, cost: Cost | null): Promise<void>;
  move(lease: Lease, to: RunState, reason: string | null): Promise<void>;
  spend(lease: Lease, cost: Cost): Promise<void>;
}

export interface Lease {
  runId: string;
  owner: string;
  /** Fencing token: grows with each owner. */
  epoch: number;
}

/** Where an agent's proposals go. Judged at once, so that the model can correct itself. */
export interface Effects {
  propose(lease: Lease, seq: number, effect: Effect): Promise<{ id: string; verdict: Verdict }>;
}

/** Costly answers by key, for a run that has to be gone on with. */
export interface RunNotebook {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}

/** A statement of dbt's, on its way through the gate. `isCatalogue`: it reads names of tables and columns, no data. */
export type AskForDbt = (
  sql: string,
  about: { isCatalogue: boolean },
) => ReturnType<Warehouse["query"]>;

/** Gives the repository, warehouse and model of a run. Wired on the roof. */
export interface Supplies {
  repository(run: Run): Promise<Repository>;
  /** One more for this run alone, which closes it. undefined: none is configured. */
  warehouse(run: Run): Promise<Warehouse | undefined>;
  model(run: Run): Promise<Model>;
  /** For this run alone, which closes it. */
  analyst(run: Run): Promise<SqlAnalyst>;
  /** Who writes documentation: a language model where the run has one, else the built-in writer. */
  writer(run: Run): Promise<Writer>;
  /** Where this run's programs find dbt's warehouse and the network; each undefined where there is none for it. */
  doors(
    run: Run,
    behind: { ask: AskForDbt; tell(denied: DeniedHost): void },
  ): { warehouse: WarehouseDoor | undefined; network: Door | undefined };
  /** The same for every try of a run. Forgotten some days after it was last opened. */
  notebook(run: Run): Promise<RunNotebook>;
}
