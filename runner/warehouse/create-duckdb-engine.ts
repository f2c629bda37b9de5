import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type Log, WorldFailure } from "../ports.ts";
import type { DuckDbAnswer, DuckDbRequest } from "./duckdb-messages.ts";
import { type DuckDbProcess, startDuckDbProcess } from "./start-duckdb-process.ts";

/** Longest time to open a file: a large one with a long write-ahead log takes seconds. */
const openWithinMs = 30_000;

export type DuckDbTold =
  | { kind: "answer"; answer: DuckDbAnswer }
  | { kind: "failed"; reason: string };

export interface DuckDbLimits {
  timeoutMs: number;
  /** When the time began, by `performance.now()`; left out: now. */
  startedAt?: number;
  signal?: AbortSignal | undefined;
}

/**
 * DuckDB in its process, without the gate: what passes here is only held by the engine's own guard.
 *
 * Contract:
 * - The process starts at the first question, and again at the one after it has ended.
 * - Questions are asked one after the other.
 * - Rejects with WorldFailure `warehouse-unavailable` when the file cannot be opened.
 */
export interface DuckDbEngine {
  /** Name of the database in the file. */
  database(): Promise<string>;
  ask(
    request: Exclude<DuckDbRequest, { kind: "open" | "open-parser" | "interrupt" }>,
    limits: DuckDbLimits,
  ): Promise<DuckDbTold>;
  /** Of the process, while there is one. */
  pid(): number | undefined;
  close(): Promise<void>;
}

/** Threads of one process: enough that one question alone is quick. */
const defaultThreads = 2;

export function createDuckDbEngine({
  path,
  log,
  threads = defaultThreads,
}: {
  path: string;
  log: Log;
  threads?: number | undefined;
}): DuckDbEngine {
  const file = resolve(path);
  let opened: Promise<{ child: DuckDbProcess; database: string }> | undefined;
  let current: DuckDbProcess | undefined;
  let isClosed = false;

  const open = async () => {
    if (isClosed) throw new WorldFailure("warehouse-unavailable", "asking a closed warehouse");
    if (opened !== undefined && (current === undefined || current.isAlive)) return opened;
    if (opened !== undefined) log.warn({}, "the DuckDB process ended; starting another");
    checkFile(file);
    const child = startDuckDbProcess();
    current = child;
    opened = openFile(child, file, threads);
    // The next question tries again.
    opened.catch(() => {
      opened = undefined;
      current = undefined;
    });
    return opened;
  };

  return {
    database: async () => (await open()).database,
    async ask(request, limits) {
      const { child } = await open();
      const used = limits.startedAt === undefined ? 0 : performance.now() - limits.startedAt;
      const timeoutMs = Math.max(1, limits.timeoutMs - used);
      const { answer, stopped } = await child.ask(request, { timeoutMs, signal: limits.signal });
      if (answer !== undefined && answer.kind !== "failed") return { kind: "answer", answer };
      return { kind: "failed", reason: reasonOf(answer?.text, stopped, limits.timeoutMs) };
    },
    pid: () => current?.pid,
    async close() {
      isClosed = true;
      await current?.end();
    },
  };
}

function reasonOf(
  text: string | undefined,
  stopped: "time" | "signal" | undefined,
  timeoutMs: number,
): string {
  if (stopped === "signal") return "the query was stopped because the run was";
  if (stopped === "time") {
    return `the query was stopped after ${timeoutMs / 1000} s: aggregate, filter or sample to ask for less`;
  }
  if (text === undefined) {
    return "the database process ended in the middle of the query, most likely because it needed too much memory: aggregate, filter or sample";
  }
  // The engine's own advice is for whoever configures it.
  if (text.startsWith("Out of Memory")) {
    return "the query needed more memory than it may use: aggregate, filter or sample";
  }
  return text;
}

function checkFile(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new WorldFailure(
      "warehouse-unavailable",
      `opening the DuckDB file ${file}: there is no such file; build it, or correct the path of the warehouse`,
    );
  }
  if (!stat.isFile()) {
    throw new WorldFailure(
      "warehouse-unavailable",
      `opening the DuckDB file ${file}: it is no file`,
    );
  }
}

async function openFile(
  child: DuckDbProcess,
  file: string,
  threads: number,
): Promise<{ child: DuckDbProcess; database: string }> {
  const open = { kind: "open", path: file, threads } as const;
  const { answer } = await child.ask(open, { timeoutMs: openWithinMs });
  if (answer?.kind === "opened") return { child, database: answer.database };

  await child.end();
  const text = answer?.kind === "failed" ? answer.text : "its process ended or took too long";
  throw new WorldFailure("warehouse-unavailable", `opening the DuckDB file ${file}: ${why(text)}`);
}

function why(text: string): string {
  if (/could not set lock|conflicting lock/i.test(text)) {
    return "another process has it open for writing; end that process, or point the warehouse to a copy";
  }
  if (/permission denied/i.test(text)) return "this process may not read it";
  if (/not a valid DuckDB/i.test(text)) return "it is not a DuckDB database";
  return text.split("\n")[0] ?? text;
}
