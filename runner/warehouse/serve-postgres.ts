import type { Duplex } from "node:stream";
import type { Warehouse } from "../ports.ts";
import { plainStatement } from "./plain-statement.ts";
import { answerRows, complete, failure, greeting, ready } from "./postgres-messages.ts";

/** Longest message that is taken, in bytes: a statement of the gate's own limit, and room. */
const maxMessage = 256 * 1024;

const cancelRequest = 80877102;
/** Requests to encrypt: answered with no, for a socket file is nobody else's. */
const encryptions = [80877103, 80877104];
const protocolThree = 196608;

type Ask = (sql: string) => ReturnType<Warehouse["query"]>;

/**
 * Serves one client that speaks Postgres' protocol: whoever it says it is. Its words are a stranger's, so what is
 * not understood ends the connection. A transaction is a word only: every statement is one of its own.
 */
export function servePostgres(socket: Duplex, ask: Ask): void {
  let received: Buffer = Buffer.alloc(0);
  let isGreeted = false;
  let isIn = false;
  /** After a mistake in the extended protocol, until the client asks to go on. */
  let isSkipping = false;
  let last: Promise<void> = Promise.resolve();

  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let message = takeMessage(); message !== undefined; message = takeMessage()) {
      const { kind, body } = message;
      last = last.then(() => handle(kind, body)).catch(() => void socket.destroy());
    }
    // Who asks faster than is answered waits: what is not read yet stays on their side.
    socket.pause();
    void last.then(() => socket.resume());
  });

  function takeMessage(): { kind: string; body: Buffer } | undefined {
    const head = isGreeted ? 1 : 0;
    if (socket.destroyed || received.length < head + 4) return undefined;
    const length = received.readUInt32BE(head);
    if (length < 4 || length > maxMessage) {
      socket.destroy();
      return undefined;
    }
    if (received.length < head + length) return undefined;
    const kind = isGreeted ? received.toString("latin1", 0, 1) : "";
    const body = received.subarray(head + 4, head + length);
    received = received.subarray(head + length);
    if (kind === "" && body.length >= 4 && body.readUInt32BE(0) === protocolThree) isGreeted = true;
    return { kind, body };
  }

  async function handle(kind: string, body: Buffer): Promise<void> {
    if (kind === "") say(greet(body));
    else if (kind === "Q") say(await answer(body.toString("utf8", 0, body.length - 1)));
    else if (kind === "X") socket.end();
    else if (kind === "S") {
      isSkipping = false;
      say(ready(isIn));
    } else if (!isSkipping) {
      isSkipping = true;
      say(failure("0A000", "only the simple query protocol is spoken here"));
    }
  }

  /** To cancel is to end: every statement has its time limit anyway. */
  function greet(body: Buffer): Buffer {
    const code = body.length >= 4 ? body.readUInt32BE(0) : 0;
    if (encryptions.includes(code)) return Buffer.from("N");
    if (code === protocolThree) return Buffer.concat([greeting(), ready(false)]);
    setImmediate(() => socket.end());
    if (code === cancelRequest) return Buffer.alloc(0);
    return failure("08P01", "this is no start of protocol 3");
  }

  async function answer(sql: string): Promise<Buffer> {
    const word = plainStatement(sql).toLowerCase();
    if (word === "") return Buffer.concat([Buffer.from("I\0\0\0\x04", "latin1"), ready(isIn)]);
    if (word === "begin" || word === "commit" || word === "rollback") {
      isIn = word === "begin";
      return Buffer.concat([complete(word.toUpperCase()), ready(isIn)]);
    }
    const told = await ask(sql).catch((cause: unknown) => ({
      kind: "failed" as const,
      reason: cause instanceof Error ? cause.message : String(cause),
    }));
    return Buffer.concat([answerRows(told), ready(isIn)]);
  }

  const say = (bytes: Buffer) => {
    if (!socket.destroyed) socket.write(bytes);
  };
}
