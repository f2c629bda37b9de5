import { type Environment, gitEnvironment } from "./git-environment.ts";
import { mirrorRef } from "./mirror-ref.ts";
import { GitFailed, runGit } from "./run-git.ts";

export interface Credential {
  user: string;
  password: string;
}

const settings: readonly (readonly [string, string])[] = [
  ["protocol.version", "2"],
  ["transfer.fsckObjects", "true"],
  // Old mistakes of real repositories that hurt nobody.
  ["fetch.fsck.zeroPaddedFilemode", "ignore"],
  ["fetch.fsck.badTimezone", "ignore"],
  ["fetch.fsck.missingSpaceBeforeDate", "ignore"],
  // Always a whole pack: what is there of a fetch that dies is nothing.
  ["transfer.unpackLimit", "1"],
  // A redirect could lead into somebody's private network, and take the credential along.
  ["http.followRedirects", "false"],
  ["http.lowSpeedLimit", "1000"],
  ["http.lowSpeedTime", "60"],
];

/**
 * Fetches commits and refs from the remote into the bare repository. The credential is in the
 * environment of this one process. Rejects with an Error that says why, without it.
 */
export async function fetchInto(
  gitDirectory: string,
  order: {
    remote: string;
    revisions: readonly string[];
    credential: Credential | undefined;
    machine: Environment;
    timeoutMs: number;
  },
): Promise<void> {
  const { credential, machine, timeoutMs } = order;
  const url = new URL(order.remote);
  const basic =
    credential === undefined
      ? undefined
      : Buffer.from(`${credential.user}:${credential.password}`).toString("base64");
  const header =
    basic === undefined || url.protocol === "file:"
      ? []
      : [[`http.${url.origin}/.extraHeader`, `Authorization: Basic ${basic}`] as const];
  try {
    await runGit(
      [
        `--git-dir=${gitDirectory}`,
        ...["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"],
        ...["--no-auto-maintenance", "--force", "--end-of-options", order.remote],
        ...order.revisions.map((revision, index) => `${revision}:${mirrorRef(revision, index)}`),
      ],
      {
        environment: gitEnvironment(machine, "https:http:file", [...settings, ...header]),
        timeoutMs,
        hidden: [basic ?? "", credential?.password ?? ""],
      },
    );
  } catch (cause) {
    if (!(cause instanceof GitFailed)) throw cause;
    throw new Error(explain(cause.message, credential !== undefined), { cause });
  }
}

function explain(said: string, hasCredential: boolean): string {
  const commit = /not our ref ([0-9a-f]{12})/.exec(said)?.[1];
  if (commit !== undefined) return `the remote has no commit ${commit}`;
  const ref = /couldn't find remote ref (\S+)/.exec(said)?.[1];
  if (ref !== undefined) return `the remote has no ${ref}`;
  if (/Authentication failed|could not read (?:Username|Password)|error: 40[13]\b/.test(said)) {
    return hasCredential
      ? "the remote does not accept the credential"
      : "the remote asks for a credential and there is none";
  }
  return said;
}
