import { once } from "node:events";
import { createServer } from "node:http";

export interface SilentModel {
  url: string;
  /** Questions that somebody still waits for. */
  waiting(): number;
  /** Questions that were given up by who asked, since the start. */
  givenUp(): number;
  close(): void;
}

/** A model that thinks for as long as anybody listens: only the end of the connection ends a question. */
export async function startSilentModel(): Promise<SilentModel> {
  let waiting = 0;
  let givenUp = 0;
  const server = createServer((request, response) => {
    request.resume();
    waiting += 1;
    response.once("close", () => {
      waiting -= 1;
      givenUp += 1;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the model has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    waiting: () => waiting,
    givenUp: () => givenUp,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
