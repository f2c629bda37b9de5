import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";

/** An address on loopback at which nobody listens (any more). */
export async function closedAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}/api/`;
}
