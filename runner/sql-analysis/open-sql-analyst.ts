import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { AnalysisRequest, SqlAnalyst } from "../ports/sql-analyst.ts";
import type { Question, Reply } from "./analyst-thread.ts";

export interface AnalystOptions {
  log: { warn(fields: object, message: string): void };
  /** For one statement; 5 s. */
  timeoutMs?: number;
  /** For the parser of one thread, and as much again for the rest of it; 512. */
  maxMemoryMb?: number;
  /** Statements read at the same time; 1. */
  threads?: number;
  /** Answers of earlier, by the hash of what was asked; without one, all answers are kept until it closes. */
  cache?: LineageCache;
}

export interface LineageCache {
  get(key: string): ColumnLineage | undefined;
  set(key: string, lineage: ColumnLineage): void;
}

/** Loading 23 MB takes up to a second; a machine that is busy takes longer. */
const startMs = 30_000;
/** Statements that wait before one more thread is started. */
const worthAThread = 30;
const version = 2;

interface Waiting {
  request: AnalysisRequest;
  answer(lineage: ColumnLineage): void;
  /** What came of the statement itself is worth keeping; that the thread broke down is not. */
  keep(lineage: ColumnLineage): void;
}

/** Threads are started when there is something to read, and again after one broke down or took too long. */
export function openSqlAnalyst(options: AnalystOptions): SqlAnalyst {
  const { log, timeoutMs = 5_000, maxMemoryMb = 512, threads = 1 } = options;
  const cache = options.cache ?? new Map<string, ColumnLineage>();
  const queue: Waiting[] = [];
  const seats = Array.from({ length: threads }, (_, index) => createSeat(index));
  let isClosed = false;

  return {
    async lineage(request) {
      if (isClosed) return { kind: "unknown", reason: "the analyst is closed" };
      const key = keyOf(request);
      const known = cache.get(key);
      if (known !== undefined) return known;
      return new Promise<ColumnLineage>((resolve) => {
        const keep = (lineage: ColumnLineage) => cache.set(key, lineage);
        queue.push({ request, answer: resolve, keep });
        for (const seat of seats) seat.work();
      });
    },
    async close() {
      isClosed = true;
      for (const { answer } of queue.splice(0)) {
        answer({ kind: "unknown", reason: "the analyst was closed" });
      }
      await Promise.all(seats.map((seat) => seat.stop()));
    },
  };

  /** A place where one thread after the other works. */
  function createSeat(index: number) {
    let worker: Worker | undefined;
    let isReady = false;
    /** The project that the thread was told of. */
    let told: AnalysisRequest["jinja"];
    let current: { id: number; waiting: Waiting; timer: NodeJS.Timeout } | undefined;
    let startTimer: NodeJS.Timeout | undefined;
    let nextId = 0;

    return { work, stop };

    function work(): void {
      if (current !== undefined || isClosed || queue.length === 0) return;
      // A thread takes as long to start as it takes to read dozens of statements.
      if (worker === undefined && queue.length <= index * worthAThread) return;
      if (worker === undefined) start();
      if (!isReady) return;
      const waiting = queue.shift();
      if (waiting === undefined) return;
      const id = nextId++;
      const timer = setTimeout(() => {
        log.warn({ name: waiting.request.name, timeoutMs }, "reading sql took too long");
        abandon(`its SQL could not be read within ${timeoutMs / 1000} s`);
      }, timeoutMs);
      current = { id, waiting, timer };
      const { jinja, ...statement } = waiting.request;
      if (jinja !== told) send({ kind: "project", jinja });
      told = jinja;
      send({ kind: "statement", id, ...statement });
    }

    function send(question: Question): void {
      worker?.postMessage(question);
    }

    function start(): void {
      isReady = false;
      told = undefined;
      const started = new Worker(new URL("./analyst-thread.ts", import.meta.url), {
        resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb, stackSizeMb: 4 },
        workerData: maxMemoryMb,
        env: {},
        execArgv: ["--disable-warning=ExperimentalWarning"],
        stdout: true,
        stderr: true,
      });
      worker = started;
      startTimer = setTimeout(() => abandon("the SQL parser did not start"), startMs);
      started.on("message", (reply: Reply) => {
        if (started === worker) hear(reply);
      });
      const gone = (reason: string) => {
        if (started === worker) abandon(reason);
      };
      started.on("error", (error) => gone(`reading its SQL broke down: ${error.message}`));
      started.on("exit", () => gone("reading its SQL broke down"));
      started.unref();
    }

    function hear(reply: Reply): void {
      if (reply.kind === "ready") {
        clearTimeout(startTimer);
        isReady = true;
        work();
        return;
      }
      if (reply.id !== current?.id) return;
      if (reply.kind === "fault") {
        abandon(`reading its SQL broke down: ${reply.reason}`);
        return;
      }
      current.waiting.keep(reply.lineage);
      settle(reply.lineage);
      work();
    }

    /** Ends the thread; the next question gets a new one. */
    function abandon(reason: string): void {
      const ended = worker;
      worker = undefined;
      const wasReady = isReady;
      isReady = false;
      clearTimeout(startTimer);
      void ended?.terminate();
      // One that never started would not start for the next one either.
      if (!wasReady) for (const { answer } of queue.splice(0)) answer({ kind: "unknown", reason });
      settle({ kind: "unknown", reason });
      work();
    }

    function settle(lineage: ColumnLineage): void {
      const done = current;
      current = undefined;
      if (done === undefined) return;
      clearTimeout(done.timer);
      done.waiting.answer(lineage);
    }

    async function stop(): Promise<void> {
      const ended = worker;
      worker = undefined;
      clearTimeout(startTimer);
      settle({ kind: "unknown", reason: "the analyst was closed" });
      await ended?.terminate();
    }
  }
}

const projectKeys = new WeakMap<object, string>();

function keyOfProject(jinja: AnalysisRequest["jinja"]): string {
  if (jinja === undefined) return "";
  const known = projectKeys.get(jinja);
  if (known !== undefined) return known;
  const key = createHash("sha256")
    .update(JSON.stringify([jinja.vars, jinja.macros]))
    .digest("hex");
  projectKeys.set(jinja, key);
  return key;
}

function keyOf({ name, sql, dialect, columns, incomplete, jinja }: AnalysisRequest): string {
  const parts = [version, dialect, keyOfProject(jinja), name, sql];
  const hash = createHash("sha256").update(parts.join("\n"));
  for (const [node, list] of columns) {
    hash.update(
      `\n${node}${incomplete?.has(node) ? "…" : ""}\n${list.map(({ name, type }) => `${name} ${type ?? ""}`).join("\n")}`,
    );
  }
  return hash.digest("hex");
}
