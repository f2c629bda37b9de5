import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, connect as openSocket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { findPostgres, inPath } from "./machine.ts";

export interface FreshServer {
  url: string;
  port: number;
  stop(): Promise<void>;
  /** Killed and started again on the same port: a Postgres with its data, a Redis without. */
  restart(): Promise<void>;
}

/** Longest time for a server to answer or to end, in milliseconds. */
const patienceMs = 30_000;

/**
 * A new, empty Postgres on a free port of this machine; undefined where Postgres is not installed. Tests
 * need no durability; `fsync` is for what measures its price.
 */
export async function startPostgres(
  options: { fsync?: boolean } = {},
): Promise<FreshServer | undefined> {
  const bin = findPostgres();
  if (bin === undefined) return undefined;
  const directory = makeDirectory("postgres");
  const data = join(directory, "data");
  const [initdb, ...initdbArguments] = asServerUser([
    join(bin, "initdb"),
    ...["-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"],
  ]);
  execFileSync(initdb, initdbArguments, { stdio: ["ignore", "ignore", "pipe"], cwd: directory });

  const port = await freePort();
  const fsync = options.fsync === true ? "on" : "off";
  const settings = [`fsync=${fsync}`, "listen_addresses=127.0.0.1", "unix_socket_directories="];
  const start = () =>
    startServer(
      [
        join(bin, "postgres"),
        ...["-D", data, "-p", String(port)],
        ...settings.flatMap((setting) => ["-c", setting]),
      ],
      directory,
      // Fast shutdown: ends sessions instead of waiting for them.
      "SIGINT",
    );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const isThere = (by: ChildProcess) => waitFor(by, "postgres", () => answersSql(url));
  return restartable({ url, port, start, isThere, killedBy: "SIGQUIT" });
}

/** A new, empty Redis on a free port of this machine; undefined where Redis is not installed. */
export async function startRedis(
  options: { maxmemoryPolicy?: string } = {},
): Promise<FreshServer | undefined> {
  const program = inPath("redis-server");
  if (program === undefined) return undefined;
  const directory = makeDirectory("redis");
  const port = await freePort();
  const start = () =>
    startServer(
      [
        program,
        ...["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", directory],
        ...["--maxmemory-policy", options.maxmemoryPolicy ?? "noeviction"],
      ],
      directory,
      "SIGTERM",
    );
  const isThere = (by: ChildProcess) => waitFor(by, "redis-server", () => answersPing(port));
  const url = `redis://127.0.0.1:${port}`;
  return restartable({ url, port, start, isThere, killedBy: "SIGKILL" });
}

async function restartable(options: {
  url: string;
  port: number;
  start: () => Started;
  isThere: (by: ChildProcess) => Promise<void>;
  /** What ends the server without its tidying up. */
  killedBy: NodeJS.Signals;
}): Promise<FreshServer> {
  const { url, port, start, isThere, killedBy } = options;
  let server = start();
  await isThere(server.process);
  return {
    url,
    port,
    stop: () => server.stop(),
    async restart() {
      await server.end(killedBy);
      server = start();
      await isThere(server.process);
    },
  };
}

/** Postgres refuses root. */
const serverUser = "nobody";

function makeDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `buster-test-${name}-`));
  if (userInfo().uid === 0) {
    const id = (kind: string) =>
      Number(execFileSync("id", [kind, serverUser], { encoding: "utf8" }));
    chownSync(directory, id("-u"), id("-g"));
  }
  return directory;
}

/** As a user without rights where we are root; dying with us where the system can see to that. */
function asServerUser(command: [string, ...string[]]): [string, ...string[]] {
  const setpriv = inPath("setpriv");
  if (setpriv === undefined) return command;
  const user =
    userInfo().uid === 0 ? ["--reuid", serverUser, "--regid", "nogroup", "--clear-groups"] : [];
  return [setpriv, ...user, "--pdeathsig", "KILL", "--", ...command];
}

interface Started {
  process: ChildProcess;
  end(by: NodeJS.Signals): Promise<void>;
  /** And removes its directory. */
  stop(): Promise<void>;
}

function startServer(
  command: [string, ...string[]],
  directory: string,
  endsBy: NodeJS.Signals,
): Started {
  const [program, ...rest] = asServerUser(command);
  const server = spawn(program, rest, { stdio: "ignore", cwd: directory });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const end = async (by: NodeJS.Signals) => {
    if (server.exitCode === null) server.kill(by);
    const overdue = setTimeout(() => server.kill("SIGKILL"), patienceMs);
    await ended;
    clearTimeout(overdue);
  };
  return {
    process: server,
    end,
    async stop() {
      await end(endsBy);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function waitFor(
  server: ChildProcess,
  name: string,
  answers: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await answers())) {
    if (server.exitCode !== null) throw new Error(`${name} ended with ${server.exitCode}`);
    if (Date.now() > end) throw new Error(`${name} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function answersSql(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  // A server that is still starting ends the session in any state of it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = openSocket(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString().startsWith("+PONG"));
    });
    socket.once("error", () => resolve(false));
  });
}
