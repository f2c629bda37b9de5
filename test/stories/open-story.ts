import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Run } from "#agents-schema/run.ts";
import { type Config, readConfig } from "#bot/config.ts";
import { readRecord } from "#bot/flow/read-record.ts";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { type Bot, startBot } from "#bot/main.ts";
import { generate } from "../../examples/bike-shop/generate.ts";
import { openStage, type Stage, type StageOptions } from "../../examples/demo/open-stage.ts";
import type { SlackMessageSeen } from "../stand-ins/slack-stand-in.ts";
import { silentLog } from "../workshop/silent-log.ts";

export { channels, people } from "../../examples/demo/open-stage.ts";

/** Longest time that a story waits for something to happen, in milliseconds. */
const patienceMs = 45_000;

export interface Story extends Stage {
  /** Starts the bot again in the same directory, as after a restart of the machine. */
  restart(): Promise<void>;
  stopBot(): Promise<void>;
  /** Reads the ledger of a bot that is not running. */
  readLedger<Value>(read: (ledger: OpenLedger) => Promise<Value>): Promise<Value>;
  /** The check of an agent on a commit when it has this status (and conclusion). */
  check(agent: string, sha: string, wanted?: { conclusion: string }): Promise<CheckSeen>;
  /** The bot's comment on a pull request that contains the words. */
  comment(number: number, words: string): Promise<string>;
  /** The bot's message in a channel that contains the words. */
  message(channel: string, words: string): Promise<SlackMessageSeen>;
  /** What the bot told one person only. */
  whisper(words: string): Promise<SlackMessageSeen>;
}

export interface CheckSeen {
  id: number;
  status: string;
  conclusion: string | null;
  output: { title: string | null; summary: string | null };
}

let warehouse: Promise<string> | undefined;

/** The bike shop's data, made once for every story of a file. */
function sharedWarehouse(): Promise<string> {
  const database = join(tmpdir(), `buster-stories-${process.pid}.duckdb`);
  if (warehouse === undefined) process.once("exit", () => rmSync(database, { force: true }));
  warehouse ??= generate({ database }).then(() => database);
  return warehouse;
}

/** A stage with the bot on it. Close it after the last test of the file. */
export async function openStory(options: StageOptions = {}): Promise<Story> {
  const stage = await openStage({ warehouse: await sharedWarehouse(), ...options });
  const config = configOf(stage);
  let bot: Bot | undefined;
  const start = async () => {
    bot = await startBot(config, silentLog);
  };
  const stopBot = async () => {
    await bot?.close();
    bot = undefined;
  };
  try {
    await start();
  } catch (cause) {
    await stage.close();
    throw cause;
  }
  return {
    ...stage,
    stopBot,
    async restart() {
      await stopBot();
      await start();
    },
    async readLedger(read) {
      const ledger = await openLedger({ url: config.databaseUrl, log: silentLog });
      try {
        return await read(ledger);
      } finally {
        await ledger.close();
      }
    },
    check: (agent, sha, wanted) =>
      until(`the check of ${agent}`, async () => {
        const checks: readonly CheckSeen[] = await stage.github.checks(sha);
        return checks.find(
          (one) =>
            "name" in one &&
            one.name === `buster / ${agent}` &&
            (wanted === undefined || one.conclusion === wanted.conclusion),
        );
      }),
    comment: (number, words) =>
      until(`a comment with “${words}”`, async () => {
        const comments = await stage.github.comments(number);
        return comments.find(
          ({ body, user }) => user.login.endsWith("[bot]") && body.includes(words),
        )?.body;
      }),
    message: (channel, words) =>
      until(`a message with “${words}”`, async () =>
        (await stage.slack.messages(channel)).find((one) => JSON.stringify(one).includes(words)),
      ),
    whisper: (words) =>
      until(`a whisper with “${words}”`, async () =>
        (await stage.slack.ephemerals()).find((one) => JSON.stringify(one).includes(words)),
      ),
    async close() {
      await stopBot();
      await stage.close();
    },
  };
}

function configOf({ environment }: Stage): Config & { github: NonNullable<Config["github"]> } {
  const { config, mistakes } = readConfig({ PATH: process.env.PATH, ...environment });
  if (config?.github === undefined) throw new Error(JSON.stringify(mistakes));
  return { ...config, github: config.github };
}

/** What comes in time; the wait says what it waited for. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined>,
  timeout = patienceMs,
): Promise<Value> {
  let seen: Value | undefined;
  await expect
    .poll(
      async () => {
        seen = await look();
        return seen === undefined ? `still no ${what}` : "here";
      },
      { timeout, interval: 50 },
    )
    .toBe("here");
  if (seen === undefined) throw new Error(what);
  return seen;
}

/** A run's journal proves itself, and effects and approvals are what it says. */
export async function expectProven(
  ledger: Pick<OpenLedger, "runs" | "outbox" | "approvals">,
  run: Run,
): Promise<void> {
  const record = await readRecord(ledger, run.id);
  expect(record?.verification).toEqual({ kind: "intact", entries: run.version });
}
