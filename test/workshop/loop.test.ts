import { expect, test } from "vitest";
import type { JournalEntry, ToolCall, TurnBlock } from "#agents-schema/journal.ts";
import { advance, type Conversation, startConversation } from "#runner/loop/conversation.ts";
import { converse, type Talk } from "#runner/loop/converse.ts";
import type { Message, ModelTurn } from "#runner/ports.ts";
import { createFastClock } from "./fast-clock.ts";

const limits = {
  timeoutSeconds: 900,
  maxTurns: 60,
  maxTokens: 400_000,
  maxCostUsd: 5,
  concurrency: 1,
};
const cost = { usd: 0.01, inputTokens: 100, outputTokens: 10, turns: 1 };

/** A conversation whose model says what `say` answers to the messages so far. */
async function talk(
  say: (messages: readonly Message[]) => TurnBlock[] | Partial<ModelTurn>,
  options: Partial<Pick<Talk, "limits" | "use" | "startedAt" | "signal">> & {
    entries?: readonly JournalEntry[];
  } = {},
) {
  const journal: JournalEntry[] = [...(options.entries ?? [])];
  const asked: (readonly Message[])[] = [];
  const done: { call: ToolCall; seq: number }[] = [];
  const clock = createFastClock(1);
  const ending = await converse(
    {
      model: {
        name: "scripted",
        turn: async ({ messages }) => {
          asked.push(messages);
          const said = say(messages);
          const turn = Array.isArray(said) ? { blocks: said } : said;
          return { model: "scripted", blocks: [], stop: "end", cost, ...turn };
        },
      },
      system: "",
      briefing: { agent: "a", prompt: "", changedFiles: [], changedModels: [] },
      tools: [],
      limits,
      clock,
      startedAt: clock.now(),
      signal: new AbortController().signal,
      use: async () => ({ outcome: "ok", text: "fine", step: "Working" }),
      append: async (entry) => {
        journal.push(entry);
      },
      spend: async () => {},
      reserve: async () => {},
      ...withSpy(options, done),
    },
    (options.entries ?? []).reduce<Conversation>(advance, startConversation("the task")),
  );
  return { ending, journal, asked, done };
}

function withSpy(options: Partial<Talk>, done: { call: ToolCall; seq: number }[]): Partial<Talk> {
  const use: Talk["use"] =
    options.use ?? (async () => ({ outcome: "ok", text: "fine", step: "Working" }));
  return {
    ...options,
    use: (call, seq) => {
      done.push({ call, seq });
      return use(call, seq);
    },
  };
}

const call = (id: string, tool = "read", input: unknown = { path: id }): TurnBlock => ({
  kind: "tool_call",
  id,
  tool,
  input,
});
const words = (text: string): TurnBlock => ({ kind: "text", text });
const turnEntry = (blocks: TurnBlock[]): JournalEntry => ({
  kind: "model.turn",
  turn: 1,
  model: "scripted",
  blocks,
  stop: "tools",
  cost,
});
const resultEntry = (callId: string, tool = "read"): JournalEntry => ({
  kind: "tool.result",
  turn: 1,
  callId,
  tool,
  outcome: "ok",
  text: "fine",
  step: "",
  ms: 1,
});
const notices = (messages: readonly Message[]) =>
  messages.flatMap((message) => (message.kind === "tool_results" ? message.notices : []));

test("a turn is in the journal before its tools run, and their results before the next turn", async () => {
  const { ending, journal } = await talk((messages) =>
    messages.length === 1 ? [call("1"), call("2")] : [words("Done.")],
  );

  expect(ending).toEqual({ kind: "said", text: "Done." });
  expect(journal.map(({ kind }) => kind)).toEqual([
    "model.turn",
    "tool.result",
    "tool.result",
    "model.turn",
  ]);
});

test("noop ends the run with its reason, after the other calls of its turn", async () => {
  const { ending, done, asked } = await talk(() => [call("1", "noop", {}), call("2")], {
    use: async ({ tool }) => ({
      outcome: "ok",
      text: tool === "noop" ? "no models" : "",
      step: "",
    }),
  });

  expect(ending).toEqual({ kind: "noop", reason: "no models" });
  expect(done.map(({ call }) => call.id)).toEqual(["1", "2"]);
  expect(asked).toHaveLength(1);
});

test("at four fifths of a budget the agent is told to wrap up, once", async () => {
  const { asked, ending } = await talk((messages) => [call(String(messages.length))], {
    limits: { ...limits, maxTurns: 10 },
  });

  expect(ending).toEqual({
    kind: "stopped",
    reason: "BUDGET_RUN: the budget is used up: 10 of 10 turns",
  });
  expect(asked).toHaveLength(10);
  expect(notices(asked[7] ?? [])).toEqual([]);
  expect(notices(asked[9] ?? [])).toEqual([expect.stringContaining("Wrap up now: 8 of 10 turns")]);
});

test("tokens, money and time have budgets too", async () => {
  const again = (messages: readonly Message[]) => [call(String(messages.length))];
  const long = new Date(Date.now() - 1000_000);

  const tokens = await talk(again, { limits: { ...limits, maxTokens: 250 } });
  const money = await talk(again, { limits: { ...limits, maxCostUsd: 0.02 } });
  const time = await talk(again, { startedAt: long });

  expect(tokens.ending).toMatchObject({
    reason: "BUDGET_RUN: the budget is used up: 330 of 250 tokens",
  });
  expect(money.ending).toMatchObject({
    reason: "BUDGET_RUN: the budget is used up: $0.02 of $0.02",
  });
  expect(time.ending.kind).toBe("out_of_time");
});

test("the same call with the same result is told at the third time and stopped at the fifth", async () => {
  const { asked, ending } = await talk((messages) => [
    call(String(messages.length), "read", { path: "a.sql" }),
  ]);

  expect(ending).toMatchObject({
    kind: "stopped",
    reason: expect.stringMatching(/^NO_PROGRESS: .*same call 5 times/),
  });
  expect(asked).toHaveLength(5);
  expect(notices(asked[2] ?? [])).toEqual([]);
  expect(notices(asked[3] ?? [])).toHaveLength(1);
});

test("a run that died goes on with the calls that have no result, and asks for nothing twice", async () => {
  const { asked, done } = await talk(() => [words("Done.")], {
    entries: [turnEntry([call("1"), call("2")]), resultEntry("1")],
  });

  expect(done.map(({ call }) => call.id)).toEqual(["2"]);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.at(-1)).toMatchObject({
    results: [{ callId: "1" }, { callId: "2" }],
  });
});

test("a proposal that is made again after a crash has the same number", async () => {
  const { done } = await talk(() => [words("Done.")], {
    entries: [
      turnEntry([call("1", "propose_commit"), call("2", "read"), call("3", "propose_comment")]),
      resultEntry("1", "propose_commit"),
      resultEntry("2"),
    ],
  });

  expect(done).toMatchObject([{ call: { id: "3" }, seq: 1 }]);
});

test("a person's feedback reaches the agent, and it goes on", async () => {
  const entries: JournalEntry[] = [
    turnEntry([call("1", "propose_commit")]),
    resultEntry("1", "propose_commit"),
    { ...turnEntry([words("Proposed.")]), stop: "end" } as JournalEntry,
    { kind: "note", text: "Proposed." },
    {
      kind: "feedback.given",
      by: { kind: "github", login: "mia", id: 1, isBot: false },
      text: "Shorter, please.",
    },
  ];

  const { asked, ending } = await talk(() => [words("Shortened.")], { entries });

  expect(asked[0]?.at(-1)).toMatchObject({
    kind: "user",
    text: expect.stringMatching(/@mia.*asks for changes[\s\S]*Shorter, please\./),
  });
  expect(ending).toEqual({ kind: "said", text: "Shortened." });
});

test("an answer that was cut off is asked for in smaller steps, and given up after a while", async () => {
  const { asked, ending } = await talk(() => ({ blocks: [words("La la")], stop: "length" }));

  expect(asked).toHaveLength(3);
  expect(asked[1]?.at(-1)).toMatchObject({
    kind: "user",
    text: expect.stringContaining("cut off"),
  });
  expect(ending).toMatchObject({ kind: "stopped", reason: expect.stringContaining("too long") });
});

test("a refusal of the model ends the run and says so", async () => {
  const { ending } = await talk(() => ({ blocks: [words("I cannot.")], stop: "refusal" }));

  expect(ending).toEqual({ kind: "stopped", reason: expect.stringContaining("declined") });
});

test("an interruption ends the conversation between two steps", async () => {
  const stop = new AbortController();

  const talking = talk(() => [call("1")], {
    signal: stop.signal,
    use: async () => {
      stop.abort(new Error("stopped by a person"));
      return { outcome: "ok", text: "", step: "" };
    },
  });

  await expect(talking).rejects.toThrow("stopped by a person");
});
