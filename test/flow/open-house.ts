import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Effect } from "#agents-schema/effect.ts";
import type { EventOf } from "#agents-schema/event.ts";
import type { RunState } from "#agents-schema/run.ts";
import { createGitHub } from "#bot/executors/github/create-github.ts";
import { createTriggerIndexes } from "#bot/flow/create-trigger-indexes.ts";
import type { House } from "#bot/flow/house.ts";
import { submitEffect } from "#bot/flow/submit-effect.ts";
import { parseWebhook } from "#bot/inbound/github/parse-webhook.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { createLibrary } from "#bot/wiring/create-library.ts";
import { openMirror } from "#runner/checkout/open-mirror.ts";
import { plainScreen } from "../screens.ts";
import { type GitHubStandIn, startGitHubStandIn } from "../stand-ins/github-stand-in.ts";
import { silentLog } from "../workshop/silent-log.ts";

/** A house with a real ledger in memory and the GitHub stand-in; what is queued is only noted. */
export interface OpenHouse {
  house: House;
  ledger: OpenLedger;
  github: GitHubStandIn;
  /** Jobs that were queued, oldest first: `run run-…`, `settle run-…`. */
  queued: string[];
  /** Time moves by hand. */
  moveOn(ms: number): void;
  /** The event of the newest webhook of this kind, as the door would hand it on. */
  lastEvent<Kind extends "pull_request" | "comment" | "check_action" | "installation">(
    kind: Kind,
  ): EventOf<Kind>;
  /** What the workshop would do: proposes, and brings the run to this state. */
  work(runId: string, effects: readonly Effect[], to: RunState): Promise<void>;
  close(): Promise<void>;
}

export async function openHouse(files: Readonly<Record<string, string>>): Promise<OpenHouse> {
  const directory = await mkdtemp(join(tmpdir(), "buster-flow-"));
  const [github, ledger] = await Promise.all([
    startGitHubStandIn({
      users: [
        { login: "mia" },
        { login: "ana" },
        { login: "ben" },
        { login: "rob", permission: "read" },
      ],
      repositories: [{ name: "shop", files: { "README.md": "shop\n", ...files } }],
    }),
    openLedger({ url: "pglite:memory", log: silentLog }),
  ]);
  let now = Date.now();
  const clock = { now: () => new Date(now) };
  const app = createGitHub({
    appId: github.appId,
    privateKey: github.privateKey,
    baseUrl: github.apiUrl,
    clock: { now: () => new Date() },
    log: silentLog,
    screen: plainScreen,
  });
  const queued: string[] = [];
  const house: House = {
    ...ledger,
    queue: {
      add: async ({ kind, runId }) => void queued.push(`${kind} ${runId}`),
    },
    triggersOf: createTriggerIndexes(),
    library: createLibrary(
      (repository) =>
        openMirror({
          directory: join(directory, "mirror"),
          remote: github.gitUrl(),
          credential: () => app.installationCredential(repository),
          log: silentLog,
          environment: process.env,
        }),
      clock,
    ),
    github: app,
    slack: undefined,
    clock,
    log: silentLog,
    screen: plainScreen,
    randomToken: () => Math.random().toString(16).slice(2).padEnd(32, "0"),
    runUrl: (runId) => `http://127.0.0.1/runs/${runId}`,
    pullRequestUrl: (repository, number) => `${github.webUrl}/${repository}/pull/${number}`,
    mention: "@buster",
    homeRepository: { fullName: "acme/shop", installationId: null },
  };

  return {
    house,
    ledger,
    github,
    queued,
    moveOn: (ms) => {
      now += ms;
    },
    lastEvent(kind) {
      for (const { event, payload } of github.deliveries.toReversed()) {
        const parsed = parseWebhook(event, payload, github.appSlug);
        if (parsed?.kind === kind) return parsed as EventOf<typeof kind>;
      }
      throw new Error(`GitHub has sent no ${kind}`);
    },
    async work(runId, effects, to) {
      const lease = await ledger.workshop.acquire(runId, 60_000);
      if (lease === undefined) throw new Error(`nobody may take up ${runId}`);
      const run = await ledger.workshop.load(runId);
      if (run?.state === "queued") await ledger.workshop.move(lease, "preparing", null);
      await ledger.workshop.move(lease, "running", null);
      const before = (await house.outbox.ofRun(runId)).length;
      for (const [index, effect] of effects.entries()) {
        await submitEffect(house, { runId, seq: before + index, effect });
      }
      await ledger.workshop.move(lease, to, null);
      await ledger.workshop.release(lease);
    },
    async close() {
      await ledger.close();
      await github.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** An agent file for a test; `more` are lines at the top level. */
export function agentFile(name: string, trigger: string, more = ""): string {
  return `name: ${name}\ntriggers:\n  - {type: pull_request, ${trigger}}\n${more}\nprompt: Document it.\n`;
}
