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
      const answered = answerOf(child);
      send(child, request);
      signal?.addEventListener("abort", stopBySignal);
      if (signal?.aborted) stopBySignal();
      try {
        const answer = await Promise.race([answered.promise, ended.promise]);
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

function answerOf(child: ChildProcess): { promise: Promise<DuckDbAnswer>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<DuckDbAnswer>();
  const take = (message: unknown) => {
    const parsed = DuckDbAnswer.safeParse(message);
    if (parsed.success) return resolve(parsed.data);
    // A process that answers something else is not what was started.
    child.kill("SIGKILL");
  };
  child.once("message", take);
  return { promise, forget: () => void child.off("message", take) };
}

/** A process that just ended cannot be told anything; its end is the answer. */
function send(child: ChildProcess, request: DuckDbRequest): void {
  if (child.connected) child.send(request, () => undefined);
}
