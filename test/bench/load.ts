import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { generate } from "../../examples/bike-shop/generate.ts";
import { people } from "../../examples/demo/open-stage.ts";
import { startAnthropicStandIn } from "../stand-ins/anthropic-stand-in.ts";
import { modelAgent, onlyAgents } from "../stories/agents.ts";
import { openApart } from "./open-apart.ts";

/*
 * 100 runs at once in one runner process, each in the middle of its conversation with a stand-in of the model, and
 * webhooks meanwhile, some of them twice. `node test/bench/load.ts` exits with 1 when a limit does not hold.
 */

const limits = { rssMiB: 1024, p99Ms: 1000 };
const pulls = 10;
const agents = 10;
const runs = pulls * agents;
const intake = { perSecond: 50, seconds: 20 };
const patienceMs = 180_000;
const model = "models/marts/fct_orders.sql";

const directory = mkdtempSync(join(tmpdir(), "buster-load-"));
const warehouse = join(directory, "bike-shop.duckdb");
await generate({ database: warehouse });
const anthropic = await startAnthropicStandIn();
anthropic.script(
  Array.from({ length: runs * 4 }, () => ({ messages }) => {
    const isAsked = JSON.stringify(messages).includes('"name":"propose_comment"');
    if (isAsked) return { text: "Done." };
    return { calls: [{ tool: "propose_comment", input: { body: "Looked at it." } }] };
  }),
);
const barrier = await openBarrier(Number(new URL(anthropic.url).port), runs);
const { stage, crew, client, close } = await openApart({
  modelUrl: `http://127.0.0.1:${barrier.port}`,
  concurrency: runs,
  warehouse,
  files: onlyAgents(
    Object.fromEntries(
      Array.from({ length: agents }, (_, each) => [`agent-${each}`, modelAgent(`agent-${each}`)]),
    ),
  ),
});
try {
  await measure();
} finally {
  barrier.close();
  await close();
  await anthropic.close();
  rmSync(directory, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const sql = (await stage.github.file("main", model)) ?? "";
  for (let each = 0; each < pulls; each++) {
    await stage.github.openPullRequest({
      user: people.mia.github,
      title: `Load ${each}`,
      files: { [model]: `${sql.trimEnd()}\n-- load ${each}\n` },
    });
  }
  await until("runs at once", async () => barrier.waiting() >= runs);
  const atOnce = barrier.waiting();
  const rssWaiting = rssOf("runner");
  const sending = sendWebhooks();
  await wait(intake.seconds * 500);
  barrier.open();
  const seen = await sending;
  await until("the end of every run", async () => {
    const states = await count(
      "select count(*)::int as n from buster.run where state = 'succeeded'",
    );
    return states >= runs;
  });
  const inbox = await count(
    "select count(*)::int as n from buster.delivery where id like 'github:load-%' and state = 'done'",
  );
  const all = await count("select count(*)::int as n from buster.run");
  const comments = (
    await Promise.all(
      (await stage.github.pullRequests()).map(({ number }) => stage.github.comments(number)),
    )
  )
    .flat()
    .filter(({ body }) => body.includes("Looked at it.") && body.includes("buster:effect"));
  const peak = peakOf("runner");

  say("runsAtOnce", `${atOnce} (${runs})`, atOnce === runs);
  say(
    "rssMiB",
    `${peak} at most, ${rssWaiting} while all wait (<= ${limits.rssMiB})`,
    peak <= limits.rssMiB,
  );
  say(
    "answerP99",
    `${seen.p99.toFixed(0)} ms, p50 ${seen.p50.toFixed(0)} ms (< ${limits.p99Ms} ms)`,
    seen.p99 < limits.p99Ms,
  );
  say(
    "deliveries",
    `${inbox} kept and dealt with of ${seen.sent} sent, ${seen.refused} refused`,
    inbox === seen.sent && seen.refused === 0,
  );
  say("runs", `${all} (${runs}: none twice)`, all === runs);
  say("comments", `${comments.length} (${runs}: none lost, none twice)`, comments.length === runs);
}

/** Pull requests elsewhere are closed, each tenth said twice; and the webhooks that started the runs come once more. */
async function sendWebhooks() {
  const opened = stage.github.deliveries.find(({ event }) => event === "pull_request");
  const closed = (number: number) => ({
    ...opened?.payload,
    action: "closed",
    number,
    pull_request: { ...Object(opened?.payload.pull_request), number, state: "closed" },
  });
  const url = `http://127.0.0.1:${stage.port}/webhooks/github`;
  const tookMs: number[] = [];
  let refused = 0;
  const send = async (id: string, event: string, payload: object) => {
    const body = JSON.stringify(payload);
    const secret = stage.github.webhookSecret;
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    const began = performance.now();
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": id,
        "x-hub-signature-256": `sha256=${signature}`,
      },
      body,
    });
    tookMs.push(performance.now() - began);
    if (response.status >= 300) refused += 1;
  };
  const again = stage.github.deliveries.filter(({ event }) => event === "pull_request");
  const sent = intake.perSecond * intake.seconds;
  const underWay: Promise<void>[] = [];
  const start = performance.now();
  for (let each = 0; each < sent; each++) {
    await wait(Math.max(0, start + (each * 1000) / intake.perSecond - performance.now()));
    const id = `load-${randomUUID()}`;
    const payload = closed(90_000 + each);
    underWay.push(send(id, "pull_request", payload));
    if (each % 10 === 0) underWay.push(send(id, "pull_request", payload));
    const old = each % 20 === 0 ? again.shift() : undefined;
    if (old !== undefined) underWay.push(send(old.guid, old.event, old.payload));
  }
  await Promise.all(underWay);
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.floor((tookMs.length - 1) * share)] ?? Number.NaN;
  return { sent, refused, p50: at(0.5), p99: at(0.99) };
}

/** Holds every question to the model until it is opened. */
async function openBarrier(target: number, maxSockets: number) {
  const held: (() => void)[] = [];
  let isOpen = false;
  const pass = (asked: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const onward = request(
      {
        port: target,
        host: "127.0.0.1",
        path: asked.url,
        method: asked.method,
        headers: asked.headers,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    onward.end(body);
  };
  const server = createServer((asked, response) => {
    const chunks: Buffer[] = [];
    asked.on("data", (chunk: Buffer) => chunks.push(chunk));
    asked.on("end", () => {
      const go = () => pass(asked, response, Buffer.concat(chunks));
      if (isOpen) go();
      else held.push(go);
    });
  });
  server.maxConnections = maxSockets * 4;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    waiting: () => held.length,
    open() {
      isOpen = true;
      for (const go of held.splice(0)) go();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function count(text: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(text);
  return rows[0]?.n ?? 0;
}

function statusOf(name: string, field: string): number {
  const pid = crew.processes().find((one) => one.name === name)?.child.pid;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1024);
}

function rssOf(name: string): number {
  return statusOf(name, "VmRSS");
}

function peakOf(name: string): number {
  return statusOf(name, "VmHWM");
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await look())) {
    if (performance.now() > end) {
      throw new Error(
        `${what}: not within ${patienceMs / 1000} s (${barrier.waiting()} wait): ${crew.said().slice(-2000)}`,
      );
    }
    await wait(200);
  }
}

function say(name: string, text: string, isMet: boolean): void {
  console.log(`${name.padEnd(11)} ${text} ${isMet ? "met" : "MISSED"}`);
  if (!isMet) process.exitCode = 1;
}
