import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import {
  type Answer,
  type Args,
  amend,
  neededScopes,
  type OverlayState,
  ownMethods,
  refusal,
} from "./slack-overlay-methods.ts";

/** What goes wrong with the next call of a method (`response_url` for answers to a response URL). */
export type SlackFault =
  | { kind: "rate-limit"; retryAfterSeconds: number }
  | { kind: "error"; error: string }
  | { kind: "status"; status: number }
  /** The connection ends before Slack has done anything, or after it has. */
  | { kind: "drop-before" }
  | { kind: "drop-after" };

export interface SlackCall {
  method: string;
  args: Args;
  answer: Answer;
}

export interface SlackOverlay {
  port: number;
  log: SlackCall[];
  faults: { method: string; fault: SlackFault }[];
  /** Tells the overlay where local-slack listens. */
  pointAt(port: number): void;
  /** Cuts every WebSocket, as Slack does when it refreshes connections. */
  dropSockets(): void;
  close(): Promise<void>;
}

/**
 * A proxy on loopback in front of local-slack that is as strict as Slack where local-slack is lenient:
 * tokens, scopes, Block Kit, limits, metadata, user groups; and that can fail on demand. Everything else
 * goes through untouched, Socket Mode's WebSocket too.
 */
export async function openSlackOverlay(
  state: OverlayState,
  keys: { botToken: string; appToken: string; scopes: readonly string[] },
): Promise<SlackOverlay> {
  const log: SlackCall[] = [];
  const faults: SlackOverlay["faults"] = [];
  const sockets = new Set<Socket>();
  let upstream = 0;

  const forward = async (request: IncomingMessage, path: string, body: string) =>
    fetch(`http://127.0.0.1:${upstream}${path}`, {
      method: request.method ?? "GET",
      headers: {
        "content-type": request.headers["content-type"] ?? "application/json",
        authorization: request.headers.authorization ?? "",
      },
      ...(request.method === "GET" ? {} : { body }),
    });

  const decide = async (request: IncomingMessage, method: string, body: string) => {
    const args = parseArgs(request, body);
    const token = request.headers.authorization?.replace("Bearer ", "") ?? args.token;
    const expected = method === "apps.connections.open" ? keys.appToken : keys.botToken;
    if (token === undefined) return { args, answer: { ok: false, error: "not_authed" } };
    if (token !== expected) return { args, answer: { ok: false, error: "invalid_auth" } };
    const needed = neededScopes[method];
    if (needed !== undefined && !needed.some((scope) => keys.scopes.includes(scope))) {
      return { args, answer: { ok: false, error: "missing_scope", needed: needed[0] } };
    }
    const refused = refusal(state, method, args);
    if (refused !== undefined) return { args, answer: refused };
    const own = ownMethods[method];
    if (own !== undefined) return { args, answer: own(state, args) };
    const response = await forward(request, `/api/${method}`, body);
    const answer = (await response.json()) as Answer;
    return { args, answer: answer.ok === true ? amend(state, method, args, answer) : answer };
  };

  const serveApi = async (request: IncomingMessage, response: ServerResponse, method: string) => {
    const body = await readBody(request);
    const fault = takeFault(faults, method);
    if (fault !== undefined && fault.kind !== "drop-after") return fail(response, fault);
    const { args, answer } = await decide(request, method, body);
    log.push({ method, args, answer });
    if (fault?.kind === "drop-after") return response.destroy();
    response.setHeader("x-oauth-scopes", keys.scopes.join(","));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  };

  const serveOther = async (request: IncomingMessage, response: ServerResponse) => {
    const path = withoutPrefix(request.url ?? "/");
    const body = await readBody(request);
    if (path.startsWith("/_hooks/response/")) {
      const fault = takeFault(faults, "response_url");
      if (fault !== undefined && fault.kind !== "drop-after") return fail(response, fault);
      const args = JSON.parse(body) as Args;
      const mistakes = state.check.message(args);
      log.push({ method: "response_url", args, answer: { ok: mistakes.length === 0 } });
      if (mistakes.length > 0) return fail(response, { kind: "status", status: 400 });
    }
    const answer = await forward(request, path, body);
    response.statusCode = answer.status;
    response.setHeader("content-type", answer.headers.get("content-type") ?? "text/plain");
    response.end(Buffer.from(await answer.arrayBuffer()));
  };

  const server = createServer((request, response) => {
    const method = /^\/api\/([\w.]+)/.exec(request.url ?? "")?.[1];
    const serving =
      method === undefined ? serveOther(request, response) : serveApi(request, response, method);
    serving.catch((cause: unknown) => {
      response.statusCode = 502;
      response.end(String(cause));
    });
  });
  server.on("upgrade", (request, socket: Socket, head) => {
    const onward = connect(upstream, "127.0.0.1", () => {
      const lines = request.rawHeaders.flatMap((name, index, all) =>
        index % 2 === 0 ? [`${name}: ${all[index + 1] ?? ""}`] : [],
      );
      onward.write(
        `GET ${withoutPrefix(request.url ?? "/")} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`,
      );
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    sockets.add(socket);
    // Either end going away ends the other; there is nobody to tell.
    socket.on("error", () => onward.destroy()).on("close", () => onward.destroy());
    onward.on("error", () => socket.destroy()).on("close", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const dropSockets = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    log,
    faults,
    pointAt(port) {
      upstream = port;
    },
    dropSockets,
    async close() {
      dropSockets();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** local-slack builds its addresses as `<prefix>:<its port>`, and the prefix leads here. */
function withoutPrefix(url: string): string {
  return url.replace(/^\/through:\d+/, "") || "/";
}

function takeFault(faults: SlackOverlay["faults"], method: string): SlackFault | undefined {
  const index = faults.findIndex((one) => one.method === method);
  return index === -1 ? undefined : faults.splice(index, 1)[0]?.fault;
}

function fail(response: ServerResponse, fault: SlackFault): void {
  response.setHeader("content-type", "application/json");
  switch (fault.kind) {
    case "rate-limit":
      response.writeHead(429, { "retry-after": String(fault.retryAfterSeconds) });
      response.end(JSON.stringify({ ok: false, error: "ratelimited" }));
      return;
    case "error":
      response.end(JSON.stringify({ ok: false, error: fault.error }));
      return;
    case "status":
      response.writeHead(fault.status);
      response.end();
      return;
    case "drop-before":
    case "drop-after":
      response.destroy();
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

const structured = ["blocks", "view", "metadata"];

function parseArgs(request: IncomingMessage, body: string): Args {
  const query = new URL(request.url ?? "/", "http://slack").searchParams;
  const isJson = request.headers["content-type"]?.includes("json") === true;
  const posted = isJson
    ? (JSON.parse(body || "{}") as Args)
    : Object.fromEntries(new URLSearchParams(body));
  const args: Args = { ...Object.fromEntries(query), ...posted };
  for (const key of structured) {
    if (typeof args[key] === "string") args[key] = JSON.parse(args[key]);
  }
  return args;
}
