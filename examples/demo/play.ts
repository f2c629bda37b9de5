import { setTimeout as wait } from "node:timers/promises";
import { changesOf } from "#agents-schema/changes-of.ts";
import { isTerminal, type Run } from "#agents-schema/run.ts";
import { createSecretScan } from "#agents-schema/secrets/create-secret-scan.ts";
import { verifyJournal } from "#agents-schema/verify-journal.ts";
import { readConfig } from "#bot/config.ts";
import { type Bot, startBot } from "#bot/main.ts";
import { unifiedDiff } from "#bot/views/unified-diff.ts";
import { createLog } from "#bot/wiring/create-log.ts";
import { createNarrator } from "./narrator.ts";
import { channels, openStage, people, type Stage } from "./open-stage.ts";
import { addDaysToShip, model } from "./pull-request.ts";

/** Longest time for one scene when nobody is asked to click, in milliseconds. */
const sceneMs = 90_000;
const lookMs = 200;
const documenting = "docs-updater";

export interface Play {
  isInteractive: boolean;
  /** What the bot is told beside what the stage says: a model key, a sandbox. */
  environment: Readonly<Record<string, string>>;
  /** Where programs are: git, bwrap, docker. */
  path: string | undefined;
  signal: AbortSignal;
  tell: (text: string) => void;
  /** Text that stands out, where the terminal has colours. */
  bold: (text: string) => string;
}

/**
 * Plays one pull request from webhook to commit, against a GitHub and a Slack on this machine, and tells it
 * as it happens. Answers whether it ended well; rejects when a scene does not come in time. Leaves nothing
 * running, however it ends.
 */
export async function play(options: Play): Promise<boolean> {
  const { tell, bold, environment } = options;
  const began = performance.now();
  const since = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  tell(bold("Buster's demo: one pull request, from webhook to commit"));
  const stage = await openStage({ environment });
  try {
    tell(
      `  ${since()}  a GitHub and a Slack on this machine, the bike shop's repository and its DuckDB file`,
    );
    const { config, mistakes } = readConfig({ PATH: options.path, ...stage.environment });
    if (config?.github === undefined) {
      throw new Error(
        mistakes.map(({ variable, message }) => `${variable}: ${message}`).join("; "),
      );
    }
    const bot = await startBot(
      { ...config, github: config.github },
      createLog("error", createSecretScan([])),
    );
    try {
      const { model: brain } = config.runner;
      tell(
        `  ${since()}  Buster, embedded: ${brain.kind === "offline" ? "offline model, no key needed" : brain.name}`,
      );
      const isGood = await scenes(options, stage, bot);
      tell(`\n${bold(isGood ? "Done" : "Not done")} in ${since()}.`);
      return isGood;
    } finally {
      await bot.close();
    }
  } finally {
    await stage.close();
  }
}

async function scenes(options: Play, stage: Stage, bot: Bot): Promise<boolean> {
  const { tell, bold, isInteractive, signal } = options;
  const { github, slack } = stage;
  const narrator = createNarrator(tell);
  const look = async () => {
    const runs = await bot.record.runs.recent(20);
    for (const run of runs.toReversed()) narrator.news(run, await bot.record.runs.journal(run.id));
    return runs;
  };
  const scene = until(look, signal);

  const order = addDaysToShip((await github.file("main", model)) ?? "");
  const pull = await github.openPullRequest(order);
  tell(`\n${bold(`${people.mia.github} opens pull request #${pull.number}`)}: ${order.title}`);
  const delivery = github.deliveries.findLast(({ event }) => event === "pull_request");
  tell(`  webhook pull_request.opened, signed: answered ${delivery?.status}`);
  const asked = await scene("the proposal", sceneMs, (runs) => {
    const run = runs.find(({ agent }) => agent.name === documenting);
    return run?.state === "awaiting_approval" || (run !== undefined && isTerminal(run.state))
      ? run
      : undefined;
  });
  if (asked.state !== "awaiting_approval") return tellFailure(options, asked);

  const card = await findCard(stage, scene);
  tell(`\n${bold("Slack, #data-docs")}: ${card.text}`);
  tell("  [Approve & commit] [Open pull request] [View diff] [Request changes] [Dismiss]");
  if (isInteractive) {
    tell(
      `  ${bold("Your turn")}: open ${slack.pageUrl}, look at #data-docs as ana, and click. Ctrl-C ends the demo.`,
    );
  } else {
    await slack.click(people.ana.slack, channels.docs, card.ts, "approve");
    tell(`  ${people.ana.github} clicks Approve & commit`);
  }
  const done = await scene(
    "the commit",
    isInteractive ? Number.POSITIVE_INFINITY : sceneMs,
    (runs) =>
      runs.every(({ state }) => isTerminal(state))
        ? runs.find(({ id }) => id === asked.id)
        : undefined,
  );
  await scene("the last word", sceneMs, async () => {
    const [first] = await github.comments(pull.number);
    return first?.body.includes("Waits for approval") === false ? true : undefined;
  });
  if (done.state !== "succeeded") return tellFailure(options, done);

  await tellCommit(options, bot, done);
  tellLinks(options, stage, bot, pull.number);
  const isProven = await tellLedger(options, bot);
  if (isInteractive) {
    tell(`\nEverything stays up for you to look at until Ctrl-C.`);
    if (!signal.aborted) await wait(2 ** 31 - 1, undefined, { signal }).catch(() => undefined);
  }
  return isProven;
}

type Scene = <Value>(
  what: string,
  withinMs: number,
  look: (runs: readonly Run[]) => Value | undefined | Promise<Value | undefined>,
) => Promise<Value>;

/** Looks again and again, telling the news meanwhile. */
function until(look: () => Promise<readonly Run[]>, signal: AbortSignal): Scene {
  return async (what, withinMs, find) => {
    const end = performance.now() + withinMs;
    for (;;) {
      signal.throwIfAborted();
      const found = await find(await look());
      if (found !== undefined) return found;
      if (performance.now() > end)
        throw new Error(`the demo waited ${withinMs / 1000} s for ${what}`);
      await wait(lookMs);
    }
  };
}

function findCard(stage: Stage, scene: Scene) {
  return scene("the card", sceneMs, async () => {
    const messages = await stage.slack.messages(channels.docs);
    return messages.find((message) => JSON.stringify(message.blocks).includes('"approve"'));
  });
}

async function tellCommit({ tell, bold }: Play, bot: Bot, run: Run): Promise<void> {
  for (const { effect, state, receipt } of await bot.record.outbox.ofRun(run.id)) {
    const changes = changesOf(effect);
    if (state !== "confirmed" || changes.length === 0) continue;
    const what = effect.kind === "commit" ? "The commit" : "The pull request";
    tell(`\n${bold(what)} ${receipt?.externalId.slice(0, 10) ?? ""}`);
    for (const line of unifiedDiff(changes).split("\n")) tell(`  ${line}`);
  }
}

function tellLinks({ tell, bold }: Play, stage: Stage, bot: Bot, number: number): void {
  tell(`\n${bold("To look at")} (while it runs: npm run demo -- --interactive keeps it up)`);
  tell(`  runs   ${bot.url}/`);
  tell(`  Slack  ${stage.slack.pageUrl}/`);
  tell(
    `  GitHub ${stage.github.apiUrl}/repos/${stage.github.organization}/bike-shop/issues/${number}/comments`,
  );
}

async function tellLedger({ tell, bold }: Play, bot: Bot): Promise<boolean> {
  tell(`\n${bold("The ledger")}`);
  let isGood = true;
  for (const run of (await bot.record.runs.recent(20)).toReversed()) {
    const proof = verifyJournal(await bot.record.runs.journal(run.id), run, run.id);
    const verdict =
      proof.kind === "intact"
        ? `${proof.entries} entries, every hash verified`
        : `broken at ${proof.seq}: ${proof.why}`;
    tell(`  ${run.id}  ${run.agent.name.padEnd(24)} ${run.state.padEnd(10)} ${verdict}`);
    isGood &&= proof.kind === "intact";
  }
  return isGood;
}

function tellFailure({ tell, bold }: Play, run: Run): boolean {
  tell(`\n${bold(`${run.agent.name} ${run.state}`)}: ${run.reason ?? "no reason was given"}`);
  return false;
}
