import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Log, Repository } from "../ports.ts";
import { checkRemote } from "./check-remote.ts";
import { type Credential, fetchInto } from "./fetch-into.ts";
import { type Environment, gitEnvironment } from "./git-environment.ts";
import { isDamaged } from "./is-damaged.ts";
import { keepTrees } from "./keep-trees.ts";
import { lockMirror } from "./lock-mirror.ts";
import { makeMirror } from "./make-mirror.ts";
import { mirrorRef } from "./mirror-ref.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { prepareMirror } from "./prepare-mirror.ts";
import { readCommits } from "./read-commits.ts";
import { GitFailed, runGit } from "./run-git.ts";
import { tidyMirror } from "./tidy-mirror.ts";

/** Longest time for a fetch, and for waiting until others have fetched, in milliseconds. */
const fetchMs = 10 * 60_000;

/**
 * A bare mirror of a remote repository in a directory of its own, made at the first fetch. `remote` is an
 * http, https or file URL without a credential in it. The credential is asked for at each fetch, used by
 * that one git process, and never sent unencrypted to another machine. The environment is the machine's:
 * of it git gets PATH and what it needs to reach the network. Commits that are at hand are not asked for
 * again; branches (`main`) and refs (`refs/pull/12/head`) stand where their last fetch left them.
 */
export function openMirror(options: {
  directory: string;
  remote: string;
  credential: () => Promise<Credential | undefined>;
  log: Log;
  environment?: Environment;
  timeoutMs?: number;
}): Repository {
  const { remote, log, environment: machine = {}, timeoutMs = fetchMs } = options;
  const directory = resolve(options.directory);
  const mirror = join(directory, "mirror.git");
  const locate = async () => {
    if (existsSync(mirror)) return { gitDirectory: mirror, prefix: "" };
    throw new Error("nothing has been fetched yet");
  };
  const trees = keepTrees({ directory: join(directory, "trees"), log });
  const commits = readCommits(locate, machine, log, trees.materialise);

  async function fetch(revisions: readonly string[]): Promise<void> {
    if ((await missing(revisions)).length === 0) return;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    await lockMirror(directory, timeoutMs, async () => {
      const { done } = await prepareMirror({ directory, mirror }, machine);
      try {
        await bring(revisions).catch(async (cause: unknown) => {
          if (!(await isDamaged(mirror, cause, machine))) throw cause;
          log.warn({ mirror, err: cause }, "damaged mirror made anew");
          rmSync(mirror, { recursive: true });
          await makeMirror({ directory, mirror }, machine);
          await bring(revisions);
        });
        await tidyMirror(mirror, machine, log);
      } finally {
        done();
      }
    });
  }

  async function bring(revisions: readonly string[]): Promise<void> {
    // Somebody else may have brought it while we waited.
    const wanted = await missing(revisions);
    if (wanted.length === 0) return;
    const credential = await options.credential();
    checkRemote(remote, credential);
    await fetchInto(mirror, { remote, revisions: wanted, credential, machine, timeoutMs });
  }

  /** Commits that are not at hand, and all refs: those move. */
  async function missing(revisions: readonly string[]): Promise<string[]> {
    const shas = revisions.filter(isSha);
    if (shas.length === 0 || !existsSync(mirror)) return [...new Set(revisions)];
    const answer = await runGit([`--git-dir=${mirror}`, "cat-file", "--batch-check"], {
      environment: gitEnvironment(machine, "none"),
      timeoutMs: 60_000,
      input: `${shas.join("\n")}\n`,
    }).catch((cause: unknown) => {
      // Half a mirror has nothing; the fetch makes it whole.
      if (cause instanceof GitFailed) return Buffer.of();
      throw cause;
    });
    const present = new Set(answer.toString("latin1").match(/^[0-9a-f]{40}(?= commit )/gm));
    return [...new Set(revisions)].filter((revision) => !present.has(revision));
  }

  return {
    ...commits,
    reclaim: trees.reclaim,
    fetch: (revisions) =>
      orUnavailable(
        `fetching ${revisions.map(shown).join(", ")} from ${withoutSecrets(remote)}`,
        async () => {
          checkRemote(remote, undefined);
          await fetch(revisions.map(toRef));
        },
      ),
    async resolve(revision) {
      if (!existsSync(mirror)) return undefined;
      const named = isRef(revision)
        ? await commits.resolve(mirrorRef(toRef(revision), 0))
        : undefined;
      if (named !== undefined || !/^[0-9a-f]{4,40}$/.test(revision)) return named;
      return commits.resolve(revision);
    },
  };
}

function isSha(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}

/** A commit's full id stays; a bare name is a branch. Throws where git knows no such name. */
function toRef(revision: string): string {
  if (isSha(revision)) return revision;
  if (!isRef(revision)) throw new Error(`${JSON.stringify(revision)} names no branch or ref`);
  return revision.startsWith("refs/") ? revision : `refs/heads/${revision}`;
}

/** What `git check-ref-format` says, roughly: enough to be one name, no pattern and no option. */
function isRef(name: string): boolean {
  return (
    !isSha(name) &&
    /^[^-./\p{C}\s~^:?*[\\][^\p{C}\s~^:?*[\\]*$/u.test(name) &&
    !/\.\.|@\{|\/\/|[./]$/.test(name)
  );
}

/** The address as it may be shown, whoever put a password into it. */
function withoutSecrets(remote: string): string {
  const url = URL.parse(remote);
  if (url === null || (url.username === "" && url.password === "")) return remote;
  return `${url.origin}${url.pathname}`;
}

function shown(revision: string): string {
  return isSha(revision) ? revision.slice(0, 12) : revision;
}
