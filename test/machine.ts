import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Something that some tests need and that a machine may lack. */
interface Part {
  name: string;
  isHere(): boolean;
  /** The command that brings it. */
  bring: string;
}

const root = join(import.meta.dirname, "..");
/** The sandbox image that `npm run sandbox-image` makes. */
const sandboxImage = "buster-sandbox:1";

/** What the tests can make use of, here or missing. */
export const machineParts: readonly Part[] = [
  { name: "git", isHere: () => inPath("git") !== undefined, bring: "apt-get install git" },
  {
    name: "Postgres",
    isHere: () => findPostgres() !== undefined,
    bring: "apt-get install postgresql",
  },
  {
    name: "Redis",
    isHere: () => inPath("redis-server") !== undefined,
    bring: "apt-get install redis-server",
  },
  { name: "bubblewrap", isHere: hasBubblewrap, bring: "apt-get install bubblewrap" },
  { name: "Docker", isHere: hasDocker, bring: "apt-get install docker.io && dockerd &" },
  {
    name: "the sandbox image",
    isHere: hasSandboxImage,
    bring: "npm run sandbox-image -- --from-host",
  },
  {
    name: "dbt",
    isHere: () => findDbt() !== undefined,
    bring: "python3 -m venv .venv && .venv/bin/pip install dbt-core dbt-duckdb",
  },
  {
    name: "local-slack",
    isHere: () => existsSync(join(root, "node_modules/local-slack-linux-x64/bin/local-slack")),
    bring: "npm ci (on Linux, x64)",
  },
];

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

/** Does a Docker daemon answer? */
export function hasDocker(): boolean {
  return succeeds("docker", "version", "--format", "{{.Server.Version}}");
}

export function hasSandboxImage(): boolean {
  return succeeds("docker", "image", "inspect", sandboxImage);
}

function succeeds(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore", timeout: 10_000 }).status === 0;
}
