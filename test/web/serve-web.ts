import { createServer } from "node:http";
import { createWebPages, type WebParts } from "#bot/web/create-web-pages.ts";
import { plainScreen } from "../screens.ts";
import { silentLog } from "../workshop/silent-log.ts";

/** The pages on a free port of this machine. What they do not answer is answered with 418. */
export async function serveWeb(
  parts: Pick<WebParts, "runs" | "outbox" | "approvals"> & Partial<WebParts>,
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const pages = createWebPages({
    access: { webToken: undefined, isHttps: false },
    pullRequestUrl: (repository, number) => `https://github.com/${repository}/pull/${number}`,
    screen: plainScreen,
    log: silentLog,
    now: () => new Date(),
    ...parts,
  });
  const server = createServer(async (request, response) => {
    if (!(await pages(request, response))) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
