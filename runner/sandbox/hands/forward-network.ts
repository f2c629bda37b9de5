import { existsSync } from "node:fs";
import { createConnection, createServer, type Server } from "node:net";

/** Connections of programs at once; the hands need descriptors for themselves. */
const maxConnections = 64;

/**
 * Where the host opens a proxy to the programs, it is a socket file, of which few programs know. So they are given a
 * port of the sandbox's own loopback that leads to it. Answers the variables that say so; none without a proxy.
 */
export function createForwarder(proxy: string): () => Promise<Readonly<Record<string, string>>> {
  let listening: Promise<Server> | undefined;

  function listen(): Promise<Server> {
    const server = createServer({ allowHalfOpen: true }, (near) => {
      const far = createConnection({ path: proxy, allowHalfOpen: true });
      const end = () => {
        near.destroy();
        far.destroy();
      };
      for (const socket of [near, far]) socket.on("error", end).on("close", end);
      near.pipe(far).pipe(near);
    });
    server.maxConnections = maxConnections;
    server.unref();
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", () => resolve(server));
    });
  }

  return async () => {
    if (!existsSync(proxy)) return {};
    listening ??= listen();
    const address = (await listening).address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const url = `http://127.0.0.1:${port}`;
    return { HTTP_PROXY: url, HTTPS_PROXY: url, http_proxy: url, https_proxy: url };
  };
}
