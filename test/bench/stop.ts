import { setTimeout as wait } from "node:timers/promises";
import { channels, people } from "../../examples/demo/open-stage.ts";
import { modelAgent, onlyAgents } from "../stories/agents.ts";
import { openApart } from "./open-apart.ts";
import { entrances, type Waiting } from "./stop/entrances.ts";
import { startSilentModel } from "./stop/silent-model.ts";

/*
 * From a person's act to the end of a run, recorded and true: its question to the model is given up. Bot and
 * runner are processes of their own on Postgres and Redis; 50 runs at once wait for a model that never answers.
 * `node test/bench/stop.ts [runs per entrance]` exits with 1 when a p99 is above the limit.
 */

const limitMs = 5_000;
const agents = 10;
const pulls = Math.ceil(Number(process.argv[2] ?? 50) / agents);
const runs = pulls * agents;
const patienceMs = 120_000;
const active = "state in ('queued', 'preparing', 'running', 'awaiting_approval', 'applying')";
const model = "models/marts/fct_orders.sql";

const silent = await startSilentModel();
const names = Array.from({ length: agents }, (_, each) => `agent-${each}`);
const { stage, crew, client, close } = await openApart({
  modelUrl: silent.url,
  concurrency: runs * 2,
  files: onlyAgents(
    Object.fromEntries(
      names.map((name) => [name, modelAgent(name).replace("[opened]", "[opened, synchronize]")]),
    ),
  ),
});
try {
  await measure();
} finally {
  silent.close();
  await close();
}

async function measure(): Promise<void> {
  const { github, slack } = stage;
  const sql = (await github.file("main", model)) ?? "";
  const change = (text: string) => ({ [model]: `${sql.trimEnd()}\n-- ${text}\n` });
  const numbers: number[] = [];
  const branchOf = (each: number) => `stop-${each}`;
  for (let each = 0; each < pulls; each++) {
    const pull = await github.openPullRequest({
      user: people.mia.github,
      title: `Stop ${each}`,
      head: branchOf(each),
      files: change(`stop ${each}`),
    });
    numbers.push(pull.number);
  }
  await allWait();

  const push = [];
  for (const [each, number] of numbers.entries()) {
    const order = {
      user: people.mia.github,
      branch: branchOf(each),
      files: change(`more ${each}`),
    };
    push.push(...(await time(await activeOn(number), () => github.push(order))));
  }
  report("superseding push", push);
  await allWait();

  const comment = [];
  for (const number of numbers) {
    const order = { user: people.ana.github, number, body: `@${github.appSlug} stop` };
    comment.push(...(await time(await activeOn(number), () => github.comment(order))));
  }
  report("@buster stop (pull request)", comment);

  for (const [name, stop] of Object.entries(entrances(stage, stage.environment))) {
    await ask();
    const took = [];
    for (const run of await onSlack()) took.push(...(await time([run.id], () => stop(run))));
    report(name, took);
  }

  await ask();
  const closed = [];
  for (const number of numbers) {
    const order = { user: people.mia.github, number };
    closed.push(...(await time(await activeOn(number), () => github.closePullRequest(order))));
  }
  report("closing the pull request", closed);

  async function ask(): Promise<void> {
    for (const number of numbers) {
      for (const name of names) {
        await slack.mention(people.ana.slack, channels.quality, `run ${name} on #${number}`);
      }
    }
    await allWait();
  }
}

async function activeOn(number: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from buster.run where number = $1 and ${active}`,
    [number],
  );
  return rows.map(({ id }) => id);
}

/** The runs that wait, with their cards, once every card is there. */
async function onSlack(): Promise<Waiting[]> {
  let found: Waiting[] = [];
  await until("a card for every run", async () => {
    const { rows } = await client.query<{ id: string; places: string; at: string }>(
      `select id, places, external_id as at from buster.run join buster.surface on run_id = id
       where kind = 'progress_card' and external_id is not null and ${active}`,
    );
    found = rows.map(({ id, places, at }) => ({
      id,
      thread: /"thread":"([\d.]+)"/.exec(places)?.[1] ?? "",
      card: at.split(":")[1] ?? "",
    }));
    return found.length === runs;
  });
  return found;
}

/** How long after the act each of these runs had ended, in milliseconds; all of them count as the last. */
async function time(ids: readonly string[], act: () => Promise<unknown>): Promise<number[]> {
  const givenUp = silent.givenUp();
  const began = performance.now();
  const acting = act();
  await until(`the end of ${ids.join(", ")}`, async () => {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from buster.run where id = any($1) and not (${active})`,
      [ids],
    );
    return rows[0]?.n === ids.length && silent.givenUp() - givenUp >= ids.length;
  });
  const took = performance.now() - began;
  await acting;
  return ids.map(() => took);
}

function report(name: string, tookMs: number[]): void {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  const isMet = sorted.length === runs && at(0.99) <= limitMs;
  const text = `${sorted.length} runs, p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms`;
  console.log(`${name.padEnd(28)} ${text} (<= ${limitMs} ms) ${isMet ? "met" : "MISSED"}`);
  if (!isMet) process.exitCode = 1;
}

function allWait(): Promise<void> {
  return until("every run waits for its model", async () => silent.waiting() === runs);
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await look())) {
    if (performance.now() > end) {
      const seen = `${silent.waiting()} of ${runs} wait`;
      throw new Error(`${what}: not in time (${seen}): ${crew.said().slice(-2000)}`);
    }
    await wait(10);
  }
}
