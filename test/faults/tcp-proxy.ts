import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** What goes wrong with the next piece of data from the client that has these words. */
export type TcpFault = { words: string } & (
  | { kind: "drop-before" }
  /** The server gets it and acts; its answer is lost. */
  | { kind: "drop-after" }
  | { kind: "delay"; ms: number }
  | { kind: "status"; status: number }
  /** Half of the first piece of the answer arrives. */
  | { kind: "truncate" }
  /** The answer comes in small pieces. */
  | { kind: "drip"; bytes: number; everyMs: number }
);

export interface TcpProxy {
  port: number;
  faults: TcpFault[];
  /** Faults that came to pass. */
  done: readonly TcpFault[];
  /** Ends every connection. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * A proxy on loopback in front of servers of this machine, the first that takes the connection gets it: with
 * several it balances, with faults it is a bad line. Bytes that no fault is about go through untouched.
 */
export async function openTcpProxy(targets: () => readonly number[], port = 0): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const faults: TcpFault[] = [];
  const done: TcpFault[] = [];
  let turn = 0;

  const serve = async (client: Socket) => {
    keep(client);
    const ports = targets();
    turn += 1;
    const inTurn = ports.map((_, at) => ports[(at + turn) % ports.length] ?? 0);
    const server = await firstThatAnswers(inTurn);
    if (server === undefined || client.destroyed) {
      client.destroy();
      server?.destroy();
      return;
    }
    keep(server);
    client.on("close", () => server.destroy());
    server.on("close", () => client.end());
    void carry(client, server);
  };

  const carry = async (client: Socket, server: Socket) => {
    let spoiled: TcpFault | undefined;
    const answers = async () => {
      for await (const data of server) await answer(client, server, data, () => spoiled);
      client.end();
    };
    answers().catch(() => client.destroy()); // Either end going away ends the other.
    try {
      for await (const data of client) {
        const fault = take(data);
        if (fault?.kind === "drop-before") return void client.destroy();
        if (fault?.kind === "status") return void client.end(refusal(fault.status));
        if (fault?.kind === "delay") await wait(fault.ms);
        if (fault !== undefined) spoiled = fault;
        server.write(data);
      }
      server.end();
    } catch {
      server.destroy(); // Either end going away ends the other.
    }
  };

  const take = (data: Buffer): TcpFault | undefined => {
    if (faults.length === 0) return undefined;
    const text = data.toString("latin1");
    const index = faults.findIndex(({ words }) => text.includes(words));
    const [fault] = index === -1 ? [] : faults.splice(index, 1);
    if (fault !== undefined) done.push(fault);
    return fault;
  };

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
  };
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };

  // Half-open, for whoever says its last word may still be listening.
  const server = createServer({ allowHalfOpen: true }, (client) => void serve(client));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    faults,
    done,
    cut,
    async close() {
      server.close();
      cut();
    },
  };
}

async function firstThatAnswers(ports: readonly number[]): Promise<Socket | undefined> {
  for (const port of ports) {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    const isOpen = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false); // `once` rejects with the error of the other.
    if (isOpen) return socket;
    socket.destroy();
  }
  return undefined;
}

async function answer(
  client: Socket,
  server: Socket,
  data: Buffer,
  spoiled: () => TcpFault | undefined,
): Promise<void> {
  const fault = spoiled();
  switch (fault?.kind) {
    case "drop-after":
      client.destroy();
      server.destroy();
      return;
    case "truncate":
      client.end(data.subarray(0, data.length / 2));
      server.destroy();
      return;
    case "drip":
      for (let at = 0; at < data.length && !client.destroyed; at += fault.bytes) {
        client.write(data.subarray(at, at + fault.bytes));
        await wait(fault.everyMs);
      }
      return;
    default:
      client.write(data);
  }
}

function refusal(status: number): string {
  const body = JSON.stringify({ message: "Server Error" });
  return [
    `HTTP/1.1 ${status} Trouble`,
    "content-type: application/json",
    `content-length: ${body.length}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
}
