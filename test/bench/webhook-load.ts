import { connect } from "node:net";
import { aPullRequestWebhook, sign } from "../github/a-webhook.ts";

/*
 * Sends signed deliveries to a server on this machine and prints what it saw as one line of JSON. It is a
 * program of its own, so that making the load does not slow the server; it writes to plain sockets, because an
 * HTTP client costs as much as the servers under test. `node webhook-load.ts <port> <seconds> <connections>`
 * sends as fast as the answers come; with a fourth argument, so many in a second, whatever the answers.
 */

const [port = 0, seconds = 1, connections = 1, perSecond] = process.argv.slice(2).map(Number);
const secret = "bench secret";
const maxRequests = 200_000;

const body = Buffer.from(JSON.stringify(aPullRequestWebhook()));
const headers = [
  "POST /api/github/webhooks HTTP/1.1",
  "Host: 127.0.0.1",
  "Content-Type: application/json",
  `Content-Length: ${body.length}`,
  "X-GitHub-Event: pull_request",
  `X-Hub-Signature-256: ${sign(secret, body)}`,
].join("\r\n");
const run = `${process.pid}-${Date.now()}`;

let sent = 0;
let answered = 0;
let refused = 0;
const tookMs: number[] = [];

/** One connection that has at most one request under way. */
function createLine(): { send(dueAt: number): Promise<void>; close(): void } {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let heard = "";
  let answer: (() => void) | undefined;
  socket.setEncoding("latin1");
  socket.on("data", (data: string) => {
    heard += data;
    if (!isComplete(heard)) return;
    if (!/^HTTP\/1\.1 20[02] /.test(heard)) refused++;
    heard = "";
    answer?.();
  });
  // A connection that breaks leaves its request unanswered: counted as refused at the end.
  socket.on("error", () => answer?.());
  return {
    send: (dueAt) =>
      new Promise((resolve) => {
        sent++;
        answer = () => {
          answered++;
          tookMs.push(performance.now() - dueAt);
          resolve();
        };
        socket.cork();
        socket.write(`${headers}\r\nX-GitHub-Delivery: ${run}-${sent}\r\n\r\n`);
        socket.write(body);
        socket.uncork();
      }),
    close: () => socket.destroy(),
  };
}

function isComplete(heard: string): boolean {
  const end = heard.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(heard)?.[1];
  if (length !== undefined) return heard.length >= end + 4 + Number(length);
  return /\r\ntransfer-encoding: chunked/i.test(heard) ? heard.endsWith("0\r\n\r\n") : true;
}

const lines = Array.from({ length: connections }, createLine);
const start = performance.now();
const end = start + seconds * 1000;

if (perSecond === undefined) {
  await Promise.all(
    lines.map(async (line) => {
      while (performance.now() < end && sent < maxRequests) await line.send(performance.now());
    }),
  );
} else {
  await sendSteadily(perSecond);
}
const elapsed = (performance.now() - start) / 1000;
for (const line of lines) line.close();

tookMs.sort((a, b) => a - b);
const at = (share: number) => tookMs[Math.floor((tookMs.length - 1) * share)] ?? Number.NaN;
console.log(
  JSON.stringify({
    answered,
    perSecond: answered / elapsed,
    refused: refused + sent - answered,
    p50: at(0.5),
    p99: at(0.99),
  }),
);

/** Time is counted from when a request was due, so that a server that stalls is not excused. */
async function sendSteadily(rate: number): Promise<void> {
  const idle = [...lines];
  const due: number[] = [];
  const underWay = new Set<Promise<void>>();
  const dispatch = () => {
    while (due.length > 0 && idle.length > 0) {
      const line = idle.pop();
      const dueAt = due.shift();
      if (line === undefined || dueAt === undefined) return;
      const sending = line.send(dueAt).then(() => {
        underWay.delete(sending);
        idle.push(line);
        dispatch();
      });
      underWay.add(sending);
    }
  };

  let planned = 0;
  while (performance.now() < end) {
    while (start + (planned * 1000) / rate <= performance.now()) {
      due.push(start + (planned * 1000) / rate);
      planned++;
    }
    dispatch();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while (underWay.size > 0) await Promise.all(underWay);
}
