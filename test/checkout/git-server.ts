import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface GitServer {
  url: string;
  /** `METHOD /path` of each request so far. */
  requests: string[];
  stop(): Promise<void>;
}

/**
 * Serves the repositories below a directory over HTTP, as GitHub does. With a `password` it is asked
 * for. `before` may answer a request itself (true), or just look.
 */
export async function startGitServer(options: {
  root: string;
  password?: string;
  before?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
}): Promise<GitServer> {
  const requests: string[] = [];
  const wanted = `Basic ${Buffer.from(`x-access-token:${options.password}`).toString("base64")}`;
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if ((await options.before?.(request, response)) === true) return;
    if (options.password !== undefined && request.headers.authorization !== wanted) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return;
    }
    serve(options.root, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One request as CGI, by git's own program. */
function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const backend = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      REQUEST_METHOD: request.method,
      PATH_INFO: pathname,
      QUERY_STRING: searchParams.toString(),
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
    },
  });
  request.pipe(backend.stdin);
  let head = Buffer.alloc(0);
  backend.stdout.on("data", (chunk: Buffer) => {
    if (response.headersSent) return response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    const lines = head.toString("latin1", 0, end).split("\r\n");
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    const { status = "200", ...others } = Object.fromEntries(headers);
    response.writeHead(Number.parseInt(status, 10), others).write(head.subarray(end + 4));
  });
  backend.stdout.on("end", () => response.end());
  backend.stdin.on("error", () => undefined);
}
