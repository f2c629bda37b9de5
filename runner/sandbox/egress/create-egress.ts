import { chmodSync } from "node:fs";
import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import type { DeniedHost, Door } from "../../ports.ts";
import { isPublic } from "./is-public.ts";
import { maxGreeting, readServerName } from "./read-server-name.ts";
import { whyClosed } from "./why-closed.ts";

const maxConnections = 64;
/** A tunnel in which nothing is said for this long is closed, in milliseconds. */
const quietMs = 60_000;

/** The network as it is, or as a test has it. */
export interface Internet {
  /** All addresses of a name. */
  lookup(host: string): Promise<readonly string[]>;
  connect(address: string, port: number): Duplex;
}

/**
 * The network for the programs of one sandbox: a proxy that opens tunnels (CONNECT) to the hosts that are allowed and
 * refuses all else, told to `tell`. It looks names up itself, connects to what it found, and only where that is on the
 * public internet; a program must then name the same host to the server itself.
 */
export function createEgress(options: {
  allow: readonly string[];
  tell(denied: DeniedHost): void;
  internet: Internet;
}): Door {
  const { allow, tell, internet } = options;

  async function open(target: string, near: Duplex, head: Buffer): Promise<void> {
    const [, host = "", portText = ""] = /^(.*):(\d{1,5})$/.exec(target.toLowerCase()) ?? [];
    const port = Number(portText);
    const deny = (reason: string) => {
      tell({ host: host.slice(0, 253), port, reason });
      near.end(`HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n${reason}\n`);
    };
    const closed = whyClosed(host, port, allow);
    if (closed !== undefined) return deny(closed);
    const addresses = await internet.lookup(host).catch(() => []);
    const [address] = addresses;
    if (address === undefined) return deny("it has no address");
    if (!addresses.every(isPublic)) return deny("its address is in a private network");

    near.write("HTTP/1.1 200 Connection established\r\n\r\n");
    const said = await firstWords(near, head, port);
    if (said?.host !== host) {
      tell({ host, port, reason: `the program then asks for ${said?.host ?? "no host at all"}` });
      near.destroy();
      return;
    }
    const far = internet.connect(address, port);
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const side of [near, far]) side.on("error", end).on("close", end);
    far.write(said.bytes);
    near.pipe(far).pipe(near);
  }

  return {
    name: "proxy",
    async open(path) {
      const server = createServer((request, response) => {
        tell({
          host: request.url?.slice(0, 253) ?? "",
          port: 0,
          reason: "only tunnels are opened",
        });
        response.writeHead(405).end();
      });
      const tunnels = new Set<Duplex>();
      server.on("connect", (request, near, head) => {
        tunnels.add(near);
        near.on("error", () => near.destroy());
        near.once("close", () => tunnels.delete(near));
        request.socket.setTimeout(quietMs, () => near.destroy());
        open(request.url ?? "", near, head).catch(() => near.destroy());
      });
      server.maxConnections = maxConnections;
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(path, resolve);
      });
      chmodSync(path, 0o666);
      return {
        async close() {
          for (const near of tunnels) near.destroy();
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    },
  };
}

/** What a program says first, and which host it asks for there; undefined when it asks for none. */
async function firstWords(
  near: Duplex,
  head: Buffer,
  port: number,
): Promise<{ host: string; bytes: Buffer } | undefined> {
  let bytes = head;
  for (;;) {
    const host = hostIn(bytes, port);
    if (host === "none" || bytes.length > maxGreeting) return undefined;
    if (host !== "more") return { host: host.name, bytes };
    const chunk = await nextChunk(near);
    if (chunk === undefined) return undefined;
    bytes = Buffer.concat([bytes, chunk]);
  }
}

function hostIn(bytes: Buffer, port: number): { name: string } | "more" | "none" {
  if (port === 443) return readServerName(bytes);
  const text = bytes.toString("latin1");
  if (!text.includes("\r\n\r\n")) return "more";
  const names = [...text.matchAll(/^host:[ \t]*([^\s:]+)(?::80)?[ \t]*\r$/gim)];
  const [only] = names;
  return names.length === 1 && only?.[1] !== undefined ? { name: only[1].toLowerCase() } : "none";
}

function nextChunk(near: Duplex): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const done = (chunk?: Buffer) => {
      near.off("data", done).off("close", none).off("end", none);
      near.pause();
      resolve(chunk);
    };
    const none = () => done();
    near.once("data", done).once("close", none).once("end", none).resume();
  });
}
