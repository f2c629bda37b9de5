import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnthropicStandIn, startAnthropicStandIn } from "../stand-ins/anthropic-stand-in.ts";
import { modelAgent, onlyAgents } from "./agents.ts";
import { channels, openStory, people, type Story, until } from "./open-story.ts";

const model = "models/staging/stg_orders.sql";

let anthropic: AnthropicStandIn;
let story: Story;
beforeAll(async () => {
  anthropic = await startAnthropicStandIn();
  story = await openStory({
    environment: { ANTHROPIC_API_KEY: "sk-ant-stand-in", ANTHROPIC_BASE_URL: anthropic.url },
    files: onlyAgents({
      counter: modelAgent("counter"),
      spender: modelAgent("spender", "limits: {max_turns: 2}"),
      waiter: modelAgent("waiter"),
    }),
  });
});
afterAll(async () => {
  await story.close();
  await anthropic.close();
});

/** Opens a pull request that starts nothing by itself, and asks for one agent. */
async function ask(agent: string) {
  const pull = await story.github.openPullRequest({
    user: people.mia.github,
    title: `For ${agent} ${story.github.deliveries.length}`,
    files: { "README.md": `for ${agent} ${story.github.deliveries.length}` },
  });
  await story.github.comment({
    user: people.ana.github,
    number: pull.number,
    body: `@buster run ${agent}`,
  });
  return pull;
}

const question = {
  calls: [{ tool: "run_sql", input: { sql: "select count(*) from raw.orders" } }],
};
const comment = {
  calls: [{ tool: "propose_comment", input: { body: "There are enough orders." } }],
};

test("a model that is overloaded is asked again, and the run succeeds", async () => {
  anthropic.failNext({ kind: "overloaded" }, 2);
  anthropic.script([question, comment, { text: "Said it." }], "counter");

  const pull = await ask("counter");

  await story.check("counter", pull.headSha, { conclusion: "success" });
  const said = (await story.github.comments(pull.number)).filter(({ body }) =>
    body.includes("There are enough orders."),
  );
  expect(said).toHaveLength(1);
  expect(anthropic.mistakes()).toEqual([]);
});

test("a budget that is used up ends the run with a reason, and what is valid is kept", async () => {
  anthropic.script([comment, question, question, question], "spender");

  const pull = await ask("spender");

  await story.check("spender", pull.headSha, { conclusion: "success" });
  await story.comment(pull.number, "There are enough orders.");
  const requests = anthropic.requests().filter((one) => JSON.stringify(one).includes("spender"));
  expect(requests).toHaveLength(2);
});

test("a run is stopped in the middle within 5 seconds", async () => {
  anthropic.failNext({ kind: "rate-limit", retryAfterSeconds: 60 });
  const pull = await ask("waiter");
  await until("request to the model", async () =>
    anthropic.requests().some((one) => JSON.stringify(one).includes('agent \\"waiter\\"'))
      ? true
      : undefined,
  );

  const asked = Date.now();
  await story.github.comment({
    user: people.ana.github,
    number: pull.number,
    body: "@buster stop",
  });
  await story.check("waiter", pull.headSha, { conclusion: "cancelled" });

  expect(Date.now() - asked).toBeLessThan(5_000);
  await story.comment(pull.number, "stopped by");
});

test("a warehouse that is away ends the run, and the reason names it without its password", async () => {
  const away = await openStory({
    environment: {
      ANTHROPIC_API_KEY: "sk-ant-stand-in",
      ANTHROPIC_BASE_URL: anthropic.url,
      WAREHOUSE_URL: "postgres://nobody:secret@127.0.0.1:1/none",
    },
    files: onlyAgents({ lonely: modelAgent("lonely") }),
  });
  try {
    anthropic.script([question, { text: "The warehouse is away." }], "lonely");
    const sql = (await away.github.file("main", model)) ?? "";

    const pull = await away.github.openPullRequest({
      user: people.mia.github,
      title: "Away",
      files: { [model]: `${sql.trimEnd()}\n-- away\n` },
    });

    await away.check("lonely", pull.headSha, { conclusion: "failure" });
    const told = await away.comment(pull.number, "connecting to the Postgres warehouse");
    expect(told).not.toContain("secret");
  } finally {
    await away.close();
  }
});

test("without the sandbox that was asked for a run fails and says what to install", async () => {
  const bare = await openStory({
    environment: { BUSTER_SANDBOX: "docker", BUSTER_SANDBOX_IMAGE: "no-such-image:1" },
    files: onlyAgents({ helper: modelAgent("helper") }),
  });
  try {
    await bare.slack.command(people.ana.slack, channels.docs, "run helper");

    const card = await bare.message(channels.docs, "■ *helper*");
    const result = await bare.message(channels.docs, "ocker");
    expect(result.thread_ts).toBe(card.ts);
  } finally {
    await bare.close();
  }
});
