import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Log } from "../ports.ts";

/** Longest time for a request to arrive whole, in milliseconds. */
const requestMs = 30_000;
/** What is under way may take so long when the server closes, in milliseconds. */
const closeMs = 5_000;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The one HTTP server: each door under its path, everything else to the pages. */
export async function openServer(
  options: {
    host: string;
    port: number;
    doors: ReadonlyMap<string, Handler>;
    pages: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  },
  log: Log,
): Promise<{ port: number; close(): Promise<void> }> {
  const { doors, pages, host } = options;
  const server = createServer({ requestTimeout: requestMs }, (request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    const door = doors.get(path);
    if (door !== undefined) return door(request, response);
    pages(request, response).then(
      (isAnswered) => {
        if (!isAnswered)
          response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
      },
      (cause) => {
        log.error({ err: cause, path }, "page not shown");
        if (!response.headersSent) response.writeHead(500).end();
        else response.destroy();
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new Error(`listening on ${host}:${options.port}: ${cause.message}`, { cause })),
    );
    server.listen(options.port, host, resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const overdue = setTimeout(() => server.closeAllConnections(), closeMs);
        server.close(() => {
          clearTimeout(overdue);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
