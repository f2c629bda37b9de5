import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, expect, test } from "vitest";
import { type OpenLedger, openLedger } from "#bot/ledger/open-ledger.ts";
import { openStage, people, type Stage } from "../../examples/demo/open-stage.ts";
import { type AnthropicStandIn, startAnthropicStandIn } from "../stand-ins/anthropic-stand-in.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { docsAgent, onlyAgents } from "./agents.ts";
import { expectProven, until } from "./open-story.ts";

const model = "models/marts/fct_orders.sql";

const running: ChildProcess[] = [];
const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  for (const close of closers.reverse()) await close();
});

/** `buster start` as a process of its own, listening. */
async function start(stage: Stage): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["bot/cli/main.ts", "start"], {
    env: { ...stage.environment, PATH: process.env.PATH ?? "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.push(child);
  let said = "";
  child.stderr?.on("data", (data) => {
    said += String(data);
  });
  const ended = once(child, "exit").then(() => {
    throw new Error(`buster start ended: ${said}`);
  });
  const listens = until("line that says where it listens", async () =>
    said.includes("buster listens") ? true : undefined,
  );
  await Promise.race([listens, ended]);
  ended.catch(() => undefined); // From here on the story ends it.
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function openKillable(): Promise<{ stage: Stage; anthropic: AnthropicStandIn }> {
  const anthropic = await startAnthropicStandIn();
  closers.push(() => anthropic.close());
  const stage = await openStage({
    environment: { ANTHROPIC_API_KEY: "sk-ant-stand-in", ANTHROPIC_BASE_URL: anthropic.url },
    files: onlyAgents({ "docs-updater": docsAgent({ autoCommit: true }) }),
  });
  closers.push(() => stage.close());
  return { stage, anthropic };
}

const write = {
  calls: [{ tool: "write", input: { path: "models/marts/notes.yml", content: "version: 2\n" } }],
};
const propose = { calls: [{ tool: "propose_commit", input: { headline: "Add notes" } }] };
const comment = { calls: [{ tool: "propose_comment", input: { body: "Added the notes." } }] };

test("a process killed in the middle of a run is followed by another: one commit, one comment", async () => {
  const { stage, anthropic } = await openKillable();
  const first = await start(stage);
  const asked = Promise.withResolvers<void>();
  anthropic.script([
    write,
    () => {
      asked.resolve();
      return propose;
    },
    // The answer that nobody received is asked for again; what was journaled is not.
    propose,
    comment,
    { text: "Done." },
  ]);
  const sql = (await stage.github.file("main", model)) ?? "";
  const pull = await stage.github.openPullRequest({
    user: people.mia.github,
    title: "Killed",
    files: { [model]: `${sql.trimEnd()}\n-- killed\n` },
  });
  await asked.promise;

  await kill(first);
  const second = await start(stage);

  await until("the agent's commit", async () =>
    (await stage.github.commits("killed"))[0]?.message.includes("Add notes") ? true : undefined,
  );
  await until("the comment", async () =>
    (await stage.github.comments(pull.number)).find(({ body }) =>
      body.includes("Added the notes."),
    ),
  );
  await until("the end of the run", async () =>
    (await stage.github.checks(pull.headSha)).find(({ conclusion }) => conclusion === "success"),
  );
  await kill(second);
  const commits = await stage.github.commits("killed");
  expect(commits.findIndex(({ sha }) => sha === pull.headSha)).toBe(1);
  const comments = await stage.github.comments(pull.number);
  expect(comments.filter(({ body }) => body.includes("Added the notes."))).toHaveLength(1);
  expect(comments.filter(({ body }) => body.includes("buster:tracking"))).toHaveLength(1);
  await withLedger(stage, async (ledger) => {
    const [run] = await ledger.runs.recent(1);
    if (run === undefined) throw new Error("the run is not in the ledger");
    expect(run.state).toBe("succeeded");
    await expectProven(ledger, run);
  });
});

test("a process killed between the commit and its receipt does not commit again", async () => {
  const { stage, anthropic } = await openKillable();
  const first = await start(stage);
  anthropic.script([write, propose, { text: "Done." }]);
  // GitHub commits, and nobody hears of it.
  stage.github.failNext("POST /graphql", { kind: "drop-after" });
  const sql = (await stage.github.file("main", model)) ?? "";
  const pull = await stage.github.openPullRequest({
    user: people.mia.github,
    title: "Unheard",
    files: { [model]: `${sql.trimEnd()}\n-- unheard\n` },
  });
  await until("the agent's commit", async () =>
    (await stage.github.commits("unheard"))[0]?.message.includes("Add notes") ? true : undefined,
  );

  await kill(first);
  const second = await start(stage);

  await until("the end of the run", async () =>
    (await stage.github.checks(pull.headSha)).find(({ conclusion }) => conclusion === "success"),
  );
  await kill(second);
  const commits = await stage.github.commits("unheard");
  expect(commits.findIndex(({ sha }) => sha === pull.headSha)).toBe(1);
});

async function withLedger(stage: Stage, read: (ledger: OpenLedger) => Promise<void>) {
  const url = `pglite:${stage.dataDirectory}/ledger`;
  const ledger = await openLedger({ url, log: silentLog });
  try {
    await read(ledger);
  } finally {
    await ledger.close();
  }
}
