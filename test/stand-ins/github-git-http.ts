import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename, dirname, join } from "node:path";
import { maySee } from "./github-access.ts";
import type { Caller } from "./github-api.ts";
import type { Refs } from "./github-git-layout.ts";
import { cleanEnvironment } from "./github-git-objects.ts";
import { branchMoved, encodePath } from "./github-moves.ts";
import { roleReaches } from "./github-options.ts";
import { freshMirror, type World } from "./github-world.ts";

/** `/owner/name.git/info/refs` and its like: undefined when the path is no git repository's. */
export function gitPath(path: string): { repo: string; rest: string } | undefined {
  const [, repo, rest] = /^\/([^/]+\/[^/]+)\.git(\/.*)$/.exec(path) ?? [];
  return repo === undefined || rest === undefined ? undefined : { repo, rest };
}

/** Serves git's smart HTTP protocol with git's own program, from the mirror. */
export async function serveGit(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://git");
  const target = gitPath(url.pathname);
  const caller = world.callers.identify(request.headers.authorization);
  if (target === undefined) return refuse(response, 404);
  if ("refused" in caller) return refuse(response, 401);
  const { repo, rest } = target;
  const isPush = `${rest}${url.search}`.includes("git-receive-pack");
  const isKnown = await world.upstream.ask("GET", `/repos/${repo}`).then(
    () => true,
    () => false,
  );
  if (!isKnown || !maySee(world, repo, { caller }) || (isPush && caller.kind === "anonymous")) {
    // To a stranger GitHub says "who are you?" before it says "there is nothing here".
    return refuse(response, caller.kind === "anonymous" ? 401 : 404);
  }
  if (isPush ? !mayPush(world, repo, caller) : !mayFetch(caller)) return refuse(response, 403);

  const mirror = await freshMirror(world, repo);
  if (isPush) await writeProtected(world, repo, mirror);
  const serve = (directory: string) => runBackend(directory, request, rest, url.search);
  if (!isPush) return reply(response, await serve(mirror));
  await world.turns(repo, async () => {
    const { done, before, after } = await world.mirrors.exclusively(repo, serve);
    await takeOver(world, repo, caller, { before, after });
    reply(response, done);
  });
}

/** The mirror's update hook refuses pushes to these branches. */
async function writeProtected({ upstream }: World, repo: string, directory: string): Promise<void> {
  const path = `/repos/${repo}/branches?protected=true&per_page=100`;
  const found = await upstream.ask<{ name: string }[]>("GET", path);
  await writeFile(join(directory, "protected"), found.map(({ name }) => `${name}\n`).join(""));
}

function mayFetch({ kind, permissions }: Caller): boolean {
  return kind !== "installation" || permissions.contents !== undefined;
}

function mayPush(world: World, repo: string, caller: Caller): boolean {
  if (caller.kind === "user") return roleReaches(world.roleOf(repo, caller.login), "write");
  return caller.kind === "installation" && caller.permissions.contents === "write";
}

/** What was pushed goes to emulate before git hears that the push is done. */
async function takeOver(
  world: World,
  repo: string,
  caller: Caller,
  { before, after }: { before: Refs; after: Refs },
): Promise<void> {
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(ref);
    const now = after.get(ref);
    if (old === now || !ref.startsWith("refs/heads/")) continue;
    const branch = ref.slice("refs/heads/".length);
    const path = `/repos/${repo}/git/refs`;
    if (now === undefined)
      await world.upstream.ask("DELETE", `${path}/heads/${encodePath(branch)}`);
    else {
      await world.mirrors.adopt(repo, now);
      await (old === undefined
        ? world.upstream.ask("POST", path, { ref, sha: now })
        : world.upstream.ask("PATCH", `${path}/heads/${encodePath(branch)}`, {
            sha: now,
            force: true,
          }));
    }
    await branchMoved(world, { repo, branch, before: old, after: now, sender: caller.login });
  }
}

interface BackendAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

async function runBackend(
  directory: string,
  request: IncomingMessage,
  rest: string,
  search: string,
): Promise<BackendAnswer> {
  const backend = spawn("git", ["http-backend"], {
    env: {
      ...cleanEnvironment(),
      GIT_PROJECT_ROOT: dirname(directory),
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${basename(directory)}${rest}`,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      HTTP_GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REMOTE_USER: "stand-in",
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  // git closes its input early when it has seen enough.
  backend.stdin.on("error", () => undefined);
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  for await (const chunk of backend.stdout) chunks.push(chunk as Buffer);
  const said = Buffer.concat(chunks);
  const end = said.indexOf("\r\n\r\n");
  const lines = said.subarray(0, Math.max(end, 0)).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(
    lines.filter((line) => line.includes(": ")).map((line) => line.split(": ", 2)),
  ) as Record<string, string>;
  const { Status: status, ...others } = headers;
  return {
    status: end === -1 ? 500 : Number.parseInt(status ?? "200", 10),
    headers: others,
    body: said.subarray(end + 4),
  };
}

function reply(response: ServerResponse, { status, headers, body }: BackendAnswer): void {
  response.writeHead(status, headers);
  response.end(body);
}

function refuse(response: ServerResponse, status: number): void {
  if (status === 401) response.setHeader("www-authenticate", 'Basic realm="GitHub"');
  response.statusCode = status;
  response.end();
}
