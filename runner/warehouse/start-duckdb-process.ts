import { type ChildProcess, fork } from "node:child_process";
import { DuckDbAnswer, type DuckDbRequest } from "./duckdb-messages.ts";

const program = new URL("./duckdb-process.ts", import.meta.url);

/** Time that an interrupted query has to end by itself, in milliseconds. */
const graceMs = 1_000;

export interface DuckDbProcess {
  readonly pid: number | undefined;
  readonly isAlive: boolean;
  /**
   * One request at a time. Interrupted when the time is up or the signal aborts, and killed when that
   * does not help. `undefined`: the process ended before it answered.
   */
  ask(
    request: DuckDbRequest,
    limits: { timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<{ answer: DuckDbAnswer | undefined; stopped: "time" | "signal" | undefined }>;
  end(): Promise<void>;
}

/** Starts the program that runs DuckDB, with nothing of this process: no environment, no descriptors. */
export function startDuckDbProcess(): DuckDbProcess {
  const child = fork(program, [], {
    env: {},
    execArgv: ["--max-old-space-size=256"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const ended = Promise.withResolvers<undefined>();
  let isAlive = true;
  const markEnded = () => {
    isAlive = false;
    ended.resolve(undefined);
  };
  child.once("exit", markEnded);
  child.once("error", markEnded);

  return {
    pid: child.pid,
    get isAlive() {
      return isAlive;
    },
    async ask(request, { timeoutMs, signal }) {
      let stopped: "time" | "signal" | undefined;
      let overdue: NodeJS.Timeout | undefined;
      const stop = (why: "time" | "signal") => {
        if (stopped !== undefined) return;
        stopped = why;
        send(child, { kind: "interrupt" });
        overdue = setTimeout(() => child.kill("SIGKILL"), graceMs);
      };
      const stopBySignal = () => stop("signal");
      const timer = setTimeout(stop, timeoutMs, "time");
      const answered = answerOf(child, isAlive);
      send(child, request);
      signal?.addEventListener("abort", stopBySignal);
      if (signal?.aborted) stopBySignal();
      try {
        const answer = await answered.promise;
        return { answer, stopped };
      } finally {
        clearTimeout(timer);
        clearTimeout(overdue);
        signal?.removeEventListener("abort", stopBySignal);
        answered.forget();
      }
    },
    async end() {
      child.kill("SIGKILL");
      await ended.promise;
    },
  };
}

/**
 * undefined: the process ended. Not raced against one promise of its end: that would keep every answer for as
 * long as the process lives.
 */
function answerOf(
  child: ChildProcess,
  isAlive: boolean,
): { promise: Promise<DuckDbAnswer | undefined>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<DuckDbAnswer | undefined>();
  const take = (message: unknown) => {
    const parsed = DuckDbAnswer.safeParse(message);
    if (parsed.success) return resolve(parsed.data);
    // A process that answers something else is not what was started.
    child.kill("SIGKILL");
  };
  const end = () => resolve(undefined);
  const forget = () => {
    child.off("message", take);
    child.off("exit", end);
    child.off("error", end);
  };
  child.once("message", take);
  child.once("exit", end);
  child.once("error", end);
  if (!isAlive) end();
  return { promise, forget };
}

/** A process that just ended cannot be told anything; its end is the answer. */
function send(child: ChildProcess, request: DuckDbRequest): void {
  if (child.connected) child.send(request, () => undefined);
}
