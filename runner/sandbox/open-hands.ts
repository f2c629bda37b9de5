import { type Hands, type HandsAnswer, WorldFailure } from "../ports.ts";
import type { Connection } from "./connection.ts";
import { maxFrameBytes } from "./hands/limits.ts";
import type { Asked, Given, Method, Ready } from "./hands/protocol.ts";
import { splitLines } from "./hands/split-lines.ts";
import type { Doorway } from "./open-doorway.ts";
import { type Envelope, parseAnswer, parseEnvelope } from "./parse-answer.ts";
import { parseReady } from "./parse-ready.ts";
import { SandboxMissing } from "./sandbox-missing.ts";

/** Longest time until the hands are ready, and for one answer beyond what a program may take itself, in ms. */
const readyWithinMs = 30_000;
const answerWithinMs = 60_000;

interface Waiting {
  /** Is this an answer to what was asked? */
  take(answer: Envelope): boolean;
  reject(why: WorldFailure): void;
}

/** Hands that also answer what only their sandbox asks. */
export interface OpenHands extends Hands {
  which(program: string): Promise<boolean>;
}

/**
 * Speaks with hands over a connection, whose every word is checked: after a program has run inside, it may
 * be the program's. Whatever is not an answer ends the sandbox. `judge` says what is wrong with the
 * surroundings that the hands report, if anything is: then the sandbox is not used.
 */
export async function openHands(
  connection: Connection,
  how: {
    name: string;
    signal: AbortSignal;
    judge: (ready: Ready) => string | undefined;
    /** What to do when it cannot be started. */
    fix: string;
    /** Closed when the sandbox has ended; undefined: no program runs, so nothing is opened. */
    doorway?: Doorway;
  },
): Promise<OpenHands> {
  const pending = new Map<number, Waiting>();
  // Not a promise that every answer is raced against: it would hold all of them until the run is over.
  let died: WorldFailure | undefined;
  let lastId = 0;
  /** One program at a time: at its end, everything else in the sandbox is killed. */
  let lastProgram: Promise<unknown> = Promise.resolve();

  const greeted = Promise.withResolvers<string>();
  let why = "";
  const end = (reason: string, cause?: unknown) => {
    why ||= reason;
    const doing = `working in the ${how.name} sandbox: ${reason}`;
    died ??= new WorldFailure("sandbox-died", doing, { cause });
    greeted.reject(died);
    for (const { reject } of pending.values()) reject(died);
    pending.clear();
    connection.kill();
  };
  const stop = () => end("it was stopped", how.signal.reason);
  how.signal.addEventListener("abort", stop, { once: true });
  if (how.signal.aborted) stop();
  const over = connection.ended.then((complaint) => {
    how.signal.removeEventListener("abort", stop);
    end(`it ended${complaint === "" ? "" : `: ${complaint}`}`);
    return how.doorway?.close();
  });

  let take = (line: string) => {
    take = takeAnswer;
    greeted.resolve(line);
  };
  connection.listen(
    splitLines(
      maxFrameBytes,
      (line) => take(line),
      () => end("it said more than an answer can hold"),
    ),
  );
  await greet();

  function takeAnswer(line: string): void {
    const envelope = parseEnvelope(line);
    const waiting = envelope === undefined ? undefined : pending.get(envelope.id);
    if (envelope === undefined || waiting === undefined) {
      end("it said what is no answer");
      return;
    }
    if (waiting.take(envelope)) pending.delete(envelope.id);
  }

  async function greet(): Promise<void> {
    const missing = (why: string) => new SandboxMissing(how.name, why, how.fix);
    const overdue = setTimeout(() => end("it does not answer"), readyWithinMs);
    const line = await greeted.promise
      .catch((cause) => {
        throw how.signal.aborted ? cause : missing(why);
      })
      .finally(() => clearTimeout(overdue));
    const ready = parseReady(line);
    const wrong = ready === undefined ? "it does not begin like hands" : how.judge(ready);
    if (wrong === undefined) return;
    connection.kill();
    throw missing(wrong);
  }

  async function ask<M extends Method>(
    method: M,
    asked: Asked[M],
    withinMs = answerWithinMs,
  ): Promise<HandsAnswer<Given[M]>> {
    if (died !== undefined) throw died;
    const id = ++lastId;
    const answered = Promise.withResolvers<HandsAnswer<Given[M]>>();
    const take = (envelope: Envelope) => {
      const answer = parseAnswer(method, envelope);
      if (answer === undefined) end(`its answer to ${method} is none`);
      else answered.resolve(answer);
      return answer !== undefined;
    };
    pending.set(id, { take, reject: answered.reject });
    const overdue = setTimeout(() => end(`it does not answer to ${method}`), withinMs);
    connection.send(`${JSON.stringify({ id, method, asked })}\n`);
    return answered.promise.finally(() => {
      clearTimeout(overdue);
      pending.delete(id);
    });
  }

  return {
    read: (path, offset, limit) => ask("read", { path, offset, limit }),
    write: (path, content) => ask("write", { path, content }),
    edit: (path, edits) => ask("edit", { path, edits }),
    glob: (pattern, limit) => ask("glob", { pattern, limit }),
    grep: (pattern, options) => ask("grep", { pattern, ...options }),
    ls: (path) => ask("ls", { path }),
    exec(command, { timeoutMs, env }) {
      const result = lastProgram.then(() =>
        ask("exec", { command, timeoutMs, env }, timeoutMs + answerWithinMs),
      );
      lastProgram = result.catch(() => undefined);
      return result;
    },
    diff: () => ask("diff", {}),
    async admit(door) {
      return how.doorway?.admit(door) ?? { ok: false, reason: "this sandbox runs no programs" };
    },
    async which(program) {
      const answer = await ask("which", { program });
      return answer.ok && answer.value.found;
    },
    async close() {
      end("it was closed");
      await over;
    },
  };
}
