import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import type { Connection } from "#runner/sandbox/connection.ts";
import { judgeReady } from "#runner/sandbox/judge-ready.ts";
import { openHands } from "#runner/sandbox/open-hands.ts";

const ready = {
  ready: true as const,
  uid: 65534,
  capabilities: "0000000000000000",
  noNewPrivileges: true,
  seccomp: true,
  interfaces: ["lo"],
  pidNamespace: "pid:[1]",
  environment: ["PATH"],
  writable: true,
};

/** A sandbox whose every word is written by the test; `reply` answers each request. */
function aConnection(greeting: unknown, reply: (id: number) => string) {
  const ended = Promise.withResolvers<string>();
  const heard: ((chunk: Buffer) => void)[] = [];
  const say = (text: string) => {
    for (const hear of heard) hear(Buffer.from(text));
  };
  let kills = 0;
  const connection: Connection = {
    send: (line) => say(reply(JSON.parse(line).id)),
    listen(take) {
      heard.push(take);
      queueMicrotask(() => say(`${JSON.stringify(greeting)}\n`));
    },
    kill() {
      kills++;
      ended.resolve("");
    },
    ended: ended.promise,
  };
  return { connection, end: (complaint: string) => ended.resolve(complaint), kills: () => kills };
}

const how = { name: "test", fix: "do this", judge: judgeReady };
const open = (connection: Connection) =>
  openHands(connection, { ...how, signal: new AbortController().signal });

test.each([
  ["no JSON", () => "hello\n"],
  [
    "an answer to nobody",
    (id: number) => `${JSON.stringify({ id: id + 7, ok: true, value: [] })}\n`,
  ],
  [
    "something else than was asked",
    (id: number) => `{"id":${id},"ok":true,"value":{"lines":"1"}}\n`,
  ],
  ["more than was asked", (id: number) => `{"id":${id},"ok":false,"reason":"","token":1}\n`],
  ["a line without end", () => "x".repeat(64 * 1024 * 1024 + 1)],
])("hands that answer with %s are ended", async (_what, reply) => {
  const { connection, kills } = aConnection(ready, reply);
  const hands = await open(connection);

  await expect(hands.ls(".")).rejects.toMatchObject({ code: "sandbox-died" });
  await expect(hands.diff()).rejects.toMatchObject({ code: "sandbox-died" });
  expect(kills()).toBeGreaterThan(0);
});

test("a sandbox that ends by itself says why, to who waits and to who comes later", async () => {
  const { connection, end } = aConnection(ready, () => "");
  const hands = await open(connection);
  const waiting = hands.ls(".");

  end("it ran out of memory");

  await expect(waiting).rejects.toThrow(
    "working in the test sandbox: it ended: it ran out of memory",
  );
  await expect(hands.ls(".")).rejects.toMatchObject({ code: "sandbox-died" });
});

test.each([
  ["runs as root", { uid: 0 }, "it runs as root"],
  ["could get capabilities", { capabilities: "0000000000000400" }, "capabilities"],
  ["does not know its capabilities", { capabilities: null }, "capabilities"],
  ["could gain privileges", { noNewPrivileges: false }, "privileges"],
  ["has a network", { interfaces: ["lo", "eth0"] }, "a network: eth0"],
  ["does not know its processes", { pidNamespace: null }, "processes"],
  ["cannot write", { writable: false }, "may not write"],
])("a sandbox that %s is not used", async (_what, change, why) => {
  const { connection, kills } = aConnection({ ...ready, ...change }, () => "");

  const opening = open(connection);

  await expect(opening).rejects.toMatchObject({ code: "sandbox-missing", fix: "do this" });
  await expect(opening).rejects.toThrow(why);
  expect(kills()).toBeGreaterThan(0);
});

test("what does not greet like hands is not used", async () => {
  const { connection } = aConnection({ ...ready, extra: 1 }, () => "");

  await expect(open(connection)).rejects.toThrow("it does not begin like hands");
});

test("what ends before it greets could not be started", async () => {
  const { connection, end } = aConnection(ready, () => "");
  const silent = { ...connection, listen: () => {} };

  const opening = open(silent);
  end("bwrap: No permissions to create new namespace");

  await expect(opening).rejects.toMatchObject({ code: "sandbox-missing" });
  await expect(opening).rejects.toThrow("it ended: bwrap: No permissions to create new namespace");
});

test("what was answered is let go of while the sandbox goes on", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  const text = (id: number) => `${id}${"x".repeat(100_000)}`;
  const { connection } = aConnection(
    ready,
    (id) => `${JSON.stringify({ id, ok: true, value: { text: text(id), lines: 1 } })}\n`,
  );
  const hands = await open(connection);
  await hands.read("a.sql", 0, 1);
  collect();
  const before = process.memoryUsage().heapUsed;

  for (let times = 0; times < 200; times++) await hands.read("a.sql", 0, 1);

  collect();
  // Kept, they would be twenty megabytes.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(4_000_000);
});

test("a second answer to one request is none", async () => {
  const answer = (id: number) => `{"id":${id},"ok":true,"value":[]}\n`;
  const { connection } = aConnection(ready, (id) => answer(id) + answer(id));
  const hands = await open(connection);

  await hands.ls(".");

  await expect(hands.ls(".")).rejects.toMatchObject({ code: "sandbox-died" });
});
