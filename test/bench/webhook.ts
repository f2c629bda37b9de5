import { spawn } from "node:child_process";
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { Probot } from "probot";
import { createGitHubDoor } from "#bot/inbound/github/create-github-door.ts";
import { openLedger } from "#bot/ledger/open-ledger.ts";
import { startPostgres } from "../fresh-database.ts";
import { silentLog } from "../workshop/silent-log.ts";

/*
 * How many webhooks the GitHub door takes in a second, each stored in Postgres (fsync on) before it is
 * acknowledged, beside two that store nothing, measured in the same rounds: a bare node:http server that only
 * verifies the signature (the limit), and a Probot app with an empty handler (what one would do).
 * `node test/bench/webhook.ts` prints the ratios and exits with 1 when one misses its limit.
 */

const limits = { doorToProbot: 1.3, p99AtSteadyRate: 50 };
const secret = "bench secret";
const rounds = 9;
const seconds = 1;
/** As many as are needed to keep a server busy that waits for a disk. */
const connections = 256;
/** Deliveries in a second while latency is measured, for how many seconds, how often. */
const steady = { rate: 200, seconds: 4, runs: 3 };

interface Load {
  perSecond: number;
  refused: number;
  p50: number;
  p99: number;
  /** Microseconds of this process's CPU for each request, which other work on the machine changes little. */
  cpu: number;
}

const postgres = await startPostgres({ fsync: true });
if (postgres === undefined) {
  console.error("this needs Postgres: apt-get install postgresql");
  process.exit(1);
}
const ledger = await openLedger({ url: postgres.url, log: silentLog });
const servers = await Promise.all([listen(bare()), listen(await probot()), listen(door())]);
const [barePort = 0, probotPort = 0, doorPort = 0] = servers.map(
  (server) => (server.address() as AddressInfo).port,
);
try {
  await report();
} finally {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await ledger.close();
  await postgres.stop();
}

async function report(): Promise<void> {
  const ports = { bare: barePort, probot: probotPort, door: doorPort };
  for (const port of Object.values(ports)) await load(port, 1, connections);

  const seen = { bare: [] as Load[], probot: [] as Load[], door: [] as Load[] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ["bare", "probot", "door"] as const) {
      seen[name].push(await load(ports[name], seconds, connections));
    }
  }
  const calm: Load[] = [];
  for (let run = 0; run < steady.runs; run++) {
    calm.push(await load(ports.door, steady.seconds, connections, steady.rate));
  }

  // What else the machine does only ever slows: the best round of each counts.
  const rate = (loads: Load[]) => Math.max(...loads.map((one) => one.perSecond));
  const p99 = (loads: Load[]) => Math.min(...loads.map((one) => one.p99));
  const ratios = {
    doorToProbot: rate(seen.door) / rate(seen.probot),
    doorToBare: rate(seen.door) / rate(seen.bare),
  };
  const refused = [...Object.values(seen), calm].flat().reduce((sum, one) => sum + one.refused, 0);
  const isMet = {
    doorToProbot: ratios.doorToProbot >= limits.doorToProbot,
    p99AtSteadyRate: p99(calm) < limits.p99AtSteadyRate,
    refused: refused === 0,
  };

  for (const [name, what] of [
    ["bare", "bare, verifies only"],
    ["probot", "Probot, empty handler"],
    ["door", "the door, stored"],
  ] as const) {
    const perSecond = rate(seen[name]).toFixed(0).padStart(6);
    const cpu = Math.min(...seen[name].map((one) => one.cpu)).toFixed(0);
    const slowest = p99(seen[name]).toFixed(0);
    console.log(`${what.padEnd(24)} ${perSecond} req/s   p99 ${slowest} ms   ${cpu} us CPU`);
  }
  const p50 = Math.min(...calm.map((one) => one.p50)).toFixed(1);
  console.log(`the door at ${steady.rate} req/s    p50 ${p50} ms`);
  console.log(`doorToBare      ${ratios.doorToBare.toFixed(2)}`);
  say("doorToProbot", `${ratios.doorToProbot.toFixed(2)} (>= ${limits.doorToProbot})`, isMet);
  say("p99AtSteadyRate", `${p99(calm).toFixed(1)} ms (< ${limits.p99AtSteadyRate} ms)`, isMet);
  say("refused", `${refused} (0)`, isMet);
  process.exitCode = Object.values(isMet).every(Boolean) ? 0 : 1;
}

function say<Name extends string>(name: Name, text: string, isMet: Record<Name, boolean>): void {
  console.log(`${name.padEnd(15)} ${text} ${isMet[name] ? "met" : "MISSED"}`);
}

function bare(): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const digest = createHmac("sha256", secret).update(Buffer.concat(chunks)).digest("hex");
      const claimed = String(request.headers["x-hub-signature-256"]);
      const expected = `sha256=${digest}`;
      const isGenuine =
        claimed.length === expected.length &&
        timingSafeEqual(Buffer.from(claimed), Buffer.from(expected));
      response.writeHead(isGenuine ? 202 : 401, { "content-length": 0 }).end();
    });
  };
}

async function probot(): Promise<RequestListener> {
  const app = new Probot({ appId: 1, privateKey: "none is used", secret, logLevel: "fatal" });
  await app.load((listening) => {
    listening.on("pull_request", () => undefined);
  });
  const middleware = await app.getNodeMiddleware({ path: "/api/github/webhooks" });
  return (request, response) => void middleware(request, response);
}

function door(): RequestListener {
  return createGitHubDoor({
    secret,
    appSlug: "buster",
    inbox: ledger.inbox,
    received: () => undefined,
    log: silentLog,
  });
}

async function listen(handler: RequestListener) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

async function load(...order: [port: number, seconds: number, connections: number, rate?: number]) {
  const program = fileURLToPath(new URL("webhook-load.ts", import.meta.url));
  const child = spawn(process.execPath, [program, ...order.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 60_000,
  });
  const before = process.cpuUsage();
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  const { user, system } = process.cpuUsage(before);
  const seen = JSON.parse(text) as Omit<Load, "cpu"> & { answered: number };
  return { ...seen, cpu: (user + system) / seen.answered };
}
