import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Body, refusal } from "./github-api.ts";
import { createFaults, type Faults, fail } from "./github-faults.ts";
import { gitPath, serveGit } from "./github-git-http.ts";
import type { GitHubGraphql } from "./github-graphql.ts";
import type { Pages } from "./github-pages.ts";
import type { Rest } from "./github-rest.ts";
import type { Answer } from "./github-upstream.ts";
import type { World } from "./github-world.ts";

/** A call of the app, answered or not. */
export interface GitHubCall {
  method: string;
  /** Without `/api/v3` and query; GraphQL as `/graphql#createCommitOnBranch`. */
  path: string;
  /** Undefined: the connection was cut on purpose. */
  status: number | undefined;
  body: unknown;
}

export interface House {
  world: World;
  rest: Rest;
  graphql: GitHubGraphql;
  pages: Pages;
}

export interface GitHubOverlay {
  origin: string;
  log: GitHubCall[];
  faults: Faults;
  /** Opens the doors: until then every call is answered with 503. */
  serve(house: House): void;
  close(): Promise<void>;
}

/**
 * A server on loopback that is GitHub to everybody: its REST API (with and without `/api/v3`), GraphQL and
 * git. It knows the tokens, keeps the log, and fails on demand; what it has no route for goes to emulate.
 */
export async function openGitHubOverlay(): Promise<GitHubOverlay> {
  const log: GitHubCall[] = [];
  const faults = createFaults();
  let house: House | undefined;

  const serveApi = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    if (house === undefined) return void response.writeHead(503).end();
    const { world, rest, graphql, pages } = house;
    const page = request.method === "GET" ? await pages(url.pathname) : undefined;
    if (page !== undefined) {
      const headers = { "content-type": "text/html; charset=utf-8" };
      return send(response, { status: 200, headers, body: Buffer.from(page) }, request);
    }
    const body = parseBody(await readBody(request));
    if (body === undefined) return send(response, refusal(400, "Problems parsing JSON"), request);
    const caller = world.callers.identify(request.headers.authorization);
    if ("refused" in caller) return send(response, refusal(401, caller.refused), request);

    const isGraphql = /^(\/api)?\/graphql$/.test(url.pathname);
    const path = isGraphql
      ? `/graphql#${await graphql.fieldOf(body)}`
      : url.pathname.replace(/^\/api\/v3/, "");
    const method = request.method ?? "GET";
    const isApp = caller.kind === "installation" || caller.kind === "app";
    const note = (status: number | undefined) => {
      if (isApp) log.push({ method, path, status, body });
    };
    const fault = isApp ? faults.take(method, path) : undefined;
    if (fault !== undefined && fault.kind !== "drop-after") return note(fail(response, fault));

    const made = isGraphql
      ? await graphql.execute(caller, body)
      : await rest({
          method,
          path,
          query: url.searchParams,
          accept: request.headers.accept ?? "",
          body,
          caller,
        });
    if (fault?.kind === "drop-after") return note(fail(response, fault));
    note(made.status);
    send(response, made, request);
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://github");
    const serving =
      house !== undefined && gitPath(url.pathname) !== undefined
        ? serveGit(house.world, request, response)
        : serveApi(request, response, url);
    serving.catch((cause: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, refusal(500, `stand-in: ${String(cause)}`), request);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    faults,
    serve(opened) {
      house = opened;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(
  response: ServerResponse,
  { status, headers, body }: Answer,
  request: IncomingMessage,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader("x-github-request-id", "STAND:IN");
  if (body === null || status === 204) return void response.writeHead(status).end();
  const isRaw = Buffer.isBuffer(body);
  const bytes = isRaw ? body : Buffer.from(JSON.stringify(body));
  const type = isRaw ? String(headers["content-type"] ?? "text/plain") : "application/json";
  // Without a charset Octokit takes raw text for binary.
  response.setHeader("content-type", type.includes("charset") ? type : `${type}; charset=utf-8`);
  const etag = `"${createHash("sha256").update(bytes).digest("hex")}"`;
  if (request.method === "GET" && status === 200) {
    response.setHeader("etag", etag);
    if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
  }
  response.writeHead(status).end(bytes);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Undefined when it is not JSON. A list of labels is as good as an object with them. */
function parseBody(text: string): Body | undefined {
  try {
    const parsed: unknown = JSON.parse(text === "" ? "{}" : text);
    if (Array.isArray(parsed)) return { labels: parsed };
    return typeof parsed === "object" && parsed !== null ? (parsed as Body) : undefined;
  } catch {
    return undefined;
  }
}
