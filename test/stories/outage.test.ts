import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { createQueue } from "#bot/queue/create-queue.ts";
import { repeat } from "#bot/wiring/repeat.ts";
import { doRun } from "#runner/run/do-run.ts";
import type { Workshop } from "#runner/run/workshop.ts";
import { aNewRun } from "../contracts/ledger-builders.ts";
import { type FreshServer, startPostgres, startRedis } from "../fresh-database.ts";
import { findPostgres, inPath } from "../machine.ts";
import { createFastClock } from "../workshop/fast-clock.ts";
import { createMemoryHands } from "../workshop/memory-hands.ts";
import { createMemoryRepository } from "../workshop/memory-repository.ts";
import { plainSupplies } from "../workshop/plain-supplies.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { until } from "./open-story.ts";

const hasBoth = findPostgres() !== undefined && inPath("redis-server") !== undefined;
const files = { "README.md": "shop\n" };
const turnMs = 40;

/** Two processes of a house of which only the ledger, the queue and the loop of the runs matter. */
describe.skipIf(!hasBoth)("in the middle of work", () => {
  let postgres: FreshServer | undefined;
  let redis: FreshServer | undefined;
  const closers: (() => Promise<void>)[] = [];
  let ledger: OpenLedger;
  const turns: string[] = [];

  const openOne = async () => {
    const own = await openLedger({ url: postgres?.url ?? "", log: silentLog });
    const queue = await createQueue({ kind: "redis", url: redis?.url ?? "" }, silentLog);
    const add = (kind: "run" | "settle", runId: string) =>
      queue.add({ kind, runId }).catch(() => undefined); // Left to the sweep.
    await queue.work("run", 4, async (runId) => {
      await doRun(aWorkshop(own, turns), runId);
    });
    const sweeps = repeat(
      "sweep",
      200,
      async () => {
        const { run } = await own.runs.reclaim();
        for (const runId of run) await add("run", runId);
      },
      silentLog,
    );
    closers.push(
      () => own.close(),
      () => queue.close(),
      () => sweeps.stop(),
    );
    return own;
  };
  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    ledger = await openOne();
    await openOne();
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
    await redis?.stop();
    await postgres?.stop();
  });

  test.each([
    ["a Redis that is killed and comes back empty", () => redis?.restart()],
    ["a Postgres that is killed and comes back", () => postgres?.restart()],
  ])("%s loses no run, and none asks the model for a turn twice", async (_what, trouble) => {
    turns.length = 0;
    const runs = Array.from({ length: 24 }, () => aNewRun({ id: `run-${randomUUID()}` }));
    for (const run of runs) await ledger.runs.create(run);
    await until("some runs under way", async () => (turns.length > 6 ? true : undefined));

    await trouble();

    await until("the end of every run", async () => {
      const states = await Promise.all(runs.map(({ id }) => ledger.runs.load(id)));
      return states.every((run) => run?.state === "succeeded") ? true : undefined;
    });
    for (const { id } of runs) {
      const kinds = (await ledger.runs.journal(id)).map(({ entry }) => entry.kind);
      expect(kinds.filter((kind) => kind === "model.turn")).toHaveLength(2);
      expect(kinds.filter((kind) => kind === "tool.result")).toHaveLength(1);
    }
  });
});

function aWorkshop(ledger: OpenLedger, turns: string[]): Workshop {
  const cost = { usd: 0, inputTokens: 1, outputTokens: 1, turns: 1 };
  return {
    ledger: ledger.workshop,
    effects: {
      propose: async () => {
        throw new Error("nothing is proposed here");
      },
    },
    supplies: {
      ...plainSupplies(),
      repository: async () => createMemoryRepository({ base: files, head: files }),
      warehouse: async () => undefined,
      model: async ({ id }) => ({
        name: "scripted",
        async turn({ messages }) {
          turns.push(id);
          await wait(turnMs);
          if (messages.length > 1) {
            return { model: "m", blocks: [{ kind: "text", text: "done" }], stop: "end", cost };
          }
          const call = { kind: "tool_call", id: "c1", tool: "read" } as const;
          const blocks = [{ ...call, input: { path: "README.md" } }];
          return { model: "m", blocks, stop: "tools", cost };
        },
      }),
    },
    sandbox: {
      name: "process",
      canExec: false,
      has: async () => false,
      open: async () => createMemoryHands(files).hands,
    },
    clock: {
      ...createFastClock(1),
      sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
    },
    log: silentLog,
    scratch: {
      create: () => mkdtemp(join(tmpdir(), "outage-")),
      remove: (directory) => rm(directory, { recursive: true, force: true }),
    },
    leaseMs: 2_000,
  };
}
