import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";

/**
 * Without a question or an answer for this long, git is let go, or killed when it owes one. It starts
 * again in a few milliseconds.
 */
const quietMs = 20_000;

/** Bytes of git objects. */
export interface ObjectReader {
  /** In the order asked. Rejects when one of them is missing or no blob. The caller bounds the sizes. */
  read(oids: readonly string[]): Promise<readonly Buffer[]>;
}

interface Question {
  oids: readonly string[];
  found: Buffer[];
  resolve(found: readonly Buffer[]): void;
  reject(cause: Error): void;
}

/**
 * Reads through one `git cat-file --batch`, started at the first question. It does not keep our process
 * alive while nothing is asked, and ends with it.
 */
export function createObjectReader(
  args: readonly string[],
  environment: Record<string, string>,
): ObjectReader {
  let running: { ask(question: Question): void } | undefined;
  return {
    read: (oids) =>
      new Promise((resolve, reject) => {
        if (oids.length === 0) return resolve([]);
        running ??= startReader([...args, "cat-file", "--batch"], environment, () => {
          running = undefined;
        });
        running.ask({ oids, found: [], resolve, reject });
      }),
  };
}

function startReader(
  args: readonly string[],
  environment: Record<string, string>,
  onEnd: () => void,
): { ask(question: Question): void } {
  const git = spawn("git", args, { env: environment, cwd: "/", stdio: ["pipe", "pipe", "ignore"] });
  const questions: Question[] = [];
  const timer = setTimeout(() => {
    if (questions.length === 0) close();
    else fail(new Error("git does not answer"));
  }, quietMs).unref();

  let isOver = false;
  const over = () => {
    if (!isOver) onEnd();
    isOver = true;
    clearTimeout(timer);
  };
  const close = () => {
    over();
    git.stdin.end();
  };
  const fail = (cause: Error) => {
    over();
    git.kill("SIGKILL");
    for (const { reject } of questions.splice(0)) reject(cause);
  };
  const parse = createParser((object) => {
    const [question] = questions;
    if (question === undefined) return fail(new Error("git answers what nobody asked"));
    if (typeof object === "string") return fail(new Error(object));
    question.found.push(object);
    if (question.found.length < question.oids.length) return;
    questions.shift();
    question.resolve(question.found);
    if (questions.length === 0) keepAlive(git, false);
  });

  git.stdout.on("data", (chunk: Buffer) => {
    timer.refresh();
    parse(chunk);
  });
  git.stdin.on("error", fail);
  git.on("error", fail);
  git.on("close", () => fail(new Error("git ended while it was reading")));
  keepAlive(git, false);

  return {
    ask(question) {
      questions.push(question);
      keepAlive(git, true);
      timer.refresh();
      git.stdin.write(`${question.oids.join("\n")}\n`);
    },
  };
}

/** Must our process wait for this one? */
function keepAlive(child: ChildProcess, isNeeded: boolean): void {
  const handles = [child, child.stdin, child.stdout];
  for (const handle of handles) {
    if (handle !== child && !(handle instanceof Socket)) continue;
    if (isNeeded) handle.ref();
    else handle.unref();
  }
}

/** Cuts git's answer into objects; a string says what is wrong with one. */
function createParser(onObject: (object: Buffer | string) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let received = 0;
  let needed = 1;

  return (chunk) => {
    chunks.push(chunk);
    received += chunk.length;
    if (received < needed) return;

    const data = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    let at = 0;
    for (;;) {
      const lineEnd = data.indexOf(0x0a, at);
      if (lineEnd < 0) {
        needed = data.length - at + 1;
        break;
      }
      const header = data.toString("latin1", at, lineEnd);
      const size = /^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1];
      if (size === undefined) return onObject(`git has no file for ${header.slice(0, 100)}`);
      const end = lineEnd + 1 + Number(size);
      if (data.length <= end) {
        needed = end + 1 - at;
        break;
      }
      onObject(data.subarray(lineEnd + 1, end));
      at = end + 1;
    }
    const rest = data.subarray(at);
    chunks = rest.length === 0 ? [] : [rest];
    received = rest.length;
  };
}
