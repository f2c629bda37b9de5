import { duplexPair } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { servePostgres } from "#runner/warehouse/serve-postgres.ts";

function message(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(kind), length, body]);
}

const protocolThree = Buffer.from([0, 3, 0, 0]);

test("a program that asks without end is not listened to before it has its answers", async () => {
  const [client, server] = duplexPair();
  let asked = 0;
  servePostgres(server, () => {
    asked++;
    return new Promise(() => undefined);
  });
  client.resume();
  client.write(message("", protocolThree));
  await setImmediate();
  const question = message("Q", Buffer.from("select 1\0"));

  for (let each = 0; each < 100_000; each++) client.write(question);
  for (let turn = 0; turn < 50; turn++) await setImmediate();

  expect(asked).toBe(1);
  // What was not taken still lies with who asked.
  expect(client.writableLength + server.readableLength).toBeGreaterThan(90_000 * question.length);
  client.destroy();
  server.destroy();
});
