import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Which parts this machine has, of those that some tests need. */
export const machine = {
  git: inPath("git") !== undefined,
  postgres: findPostgres() !== undefined,
  redis: inPath("redis-server") !== undefined,
  bubblewrap: hasBubblewrap(),
  docker: hasDocker(),
  dbt: findDbt() !== undefined,
  localSlack: existsSync(join(root, "node_modules/local-slack-linux-x64/bin/local-slack")),
  /** To see that an older Node finds the pinned one. */
  olderNode: existsSync("/usr/bin/node"),
};

/** What each part is called, and the command that brings it. */
const bringing: { [Part in keyof typeof machine]: [name: string, command: string] } = {
  git: ["git", "apt-get install git"],
  postgres: ["Postgres", "apt-get install postgresql"],
  redis: ["Redis", "apt-get install redis-server"],
  bubblewrap: ["bubblewrap", "apt-get install bubblewrap"],
  docker: ["Docker", "apt-get install docker.io (and be root, or start dockerd)"],
  dbt: ["dbt", "python3 -m venv .venv && .venv/bin/pip install -r .ci/dbt-requirements.txt"],
  localSlack: ["local-slack", "npm ci (on Linux, x64)"],
  olderNode: ["an older Node", "apt-get install nodejs"],
};

/** One line for each part that is missing, with the command that brings it. */
export function missingParts(): string[] {
  const here: Readonly<Record<string, boolean>> = machine;
  return Object.entries(bringing)
    .filter(([part]) => here[part] === false)
    .map(([, [name, command]]) => `missing: ${name}. To bring it: ${command}`);
}

/** Where this machine's PATH has a program; undefined: nowhere. */
export function inPath(program: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(":")
    .map((directory) => join(directory, program))
    .find((path) => existsSync(path));
}

/** Postgres' directory of programs. Debian keeps the server's out of PATH; its newest version counts. */
export function findPostgres(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (newest !== undefined) return join(debian, newest, "bin");
  return inPath("initdb")?.replace(/\/initdb$/, "");
}

/** dbt: the project's own environment first. */
export function findDbt(): string | undefined {
  const own = join(root, ".venv", "bin", "dbt");
  return existsSync(own) ? own : inPath("dbt");
}

/** Installed, and allowed to make namespaces: some containers forbid it. */
export function hasBubblewrap(): boolean {
  return succeeds("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true");
}

/** Is there a Docker daemon on its usual socket, or may tests start one of their own? */
function hasDocker(): boolean {
  if (inPath("docker") === undefined) return false;
  const mayStart =
    userInfo().uid === 0 && ["/usr/sbin/dockerd", "/usr/bin/dockerd"].some(existsSync);
  return mayStart || succeeds("docker", "-H", "unix:///var/run/docker.sock", "version");
}

function succeeds(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore", timeout: 10_000 }).status === 0;
}
