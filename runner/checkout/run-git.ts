import { spawn } from "node:child_process";

/** What git says on its standard error is kept up to this many characters. */
const maxSaid = 64 * 1024;
/** More than half a million files. A few small objects can unfold into a tree of billions. */
const maxOutput = 64 * 1024 * 1024;

/** git ended with an error. The message is what it said; `exitCode` is null when it was killed. */
export class GitFailed extends Error {
  readonly exitCode: number | null;

  constructor(exitCode: number | null, said: string) {
    super(said);
    this.name = "GitFailed";
    this.exitCode = exitCode;
  }
}

/**
 * Runs git once, without a shell, and answers its standard output. Rejects with GitFailed when it ends
 * with an error, says more than 64 MiB or takes longer than `timeoutMs`: then it and what it started
 * are killed. `hidden` never appears in a message, whoever says it.
 */
export function runGit(
  args: readonly string[],
  options: {
    environment: Record<string, string>;
    timeoutMs: number;
    input?: string;
    hidden?: readonly string[];
  },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // A process group of its own, so that its transports and packers die with it.
    const git = spawn("git", args, { env: options.environment, cwd: "/", detached: true });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let said = "";
    let ended: string | undefined;

    const end = (why: string) => {
      ended ??= why;
      if (git.pid === undefined) return;
      try {
        process.kill(-git.pid, "SIGKILL");
      } catch {
        // It is gone already.
      }
    };
    const limit = setTimeout(
      () => end(`git did not end within ${options.timeoutMs / 1000} s`),
      options.timeoutMs,
    );

    git.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxOutput) end("the answer is longer than 64 MiB");
      else chunks.push(chunk);
    });
    git.stderr.on("data", (chunk: Buffer) => {
      if (said.length < maxSaid) said += chunk.toString("utf8");
    });
    git.on("error", (cause: NodeJS.ErrnoException) => {
      clearTimeout(limit);
      const why = cause.code === "ENOENT" ? "git is not installed: install git" : cause.message;
      reject(new GitFailed(null, why));
    });
    git.on("close", (exitCode) => {
      clearTimeout(limit);
      if (exitCode === 0 && ended === undefined) return resolve(Buffer.concat(chunks));
      reject(new GitFailed(exitCode, ended ?? cleanWords(said, options.hidden ?? [])));
    });
    // git may end before it has read everything; its exit code tells.
    git.stdin.on("error", () => undefined);
    git.stdin.end(options.input ?? "");
  });
}

/** One line without secrets, control characters and git's own prefixes; at most 300 characters. */
function cleanWords(said: string, hidden: readonly string[]): string {
  let words = said;
  for (const secret of hidden) if (secret !== "") words = words.replaceAll(secret, "[hidden]");
  const line = words
    .split(/[\r\n]+/)
    .map((part) =>
      part
        .replace(/^(?:fatal|error): /, "")
        .replace(/\p{C}+/gu, " ")
        .trim(),
    )
    .filter((part) => part !== "")
    .join("; ");
  return line === "" ? "git said nothing" : line.slice(0, 300);
}
