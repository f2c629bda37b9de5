import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Cost } from "#agents-schema/run.ts";
import { createAnthropicModel } from "#runner/model/create-anthropic-model.ts";
import { createPause } from "#runner/model/create-pause.ts";
import { modelPrices } from "#runner/model/model-prices.ts";
import { toApiRequest } from "#runner/model/to-api-request.ts";
import { usageCost } from "#runner/model/usage-cost.ts";
import type { Message, ToolDeclaration } from "#runner/ports.ts";
import { createFastClock } from "../workshop/fast-clock.ts";
import { silentLog } from "../workshop/silent-log.ts";

const api = new LLMock({ port: 0, host: "127.0.0.1", strict: true, logLevel: "silent" });
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => api.reset());

const readTool: ToolDeclaration = {
  name: "read",
  description: "Reads a file",
  inputSchema: { type: "object", properties: { path: { type: "string" } } },
};
const callRead = { toolCalls: [{ name: "read", arguments: '{"path":"a.sql"}', id: "toolu_1" }] };

function ask(messages: readonly Message[], signal = new AbortController().signal) {
  const model = createAnthropicModel({
    apiKey: "sk-ant-test",
    baseUrl: api.url,
    model: "claude-sonnet-5-5",
    clock: createFastClock(200),
    log: silentLog,
  });
  return model.turn({
    system: "the rules",
    messages,
    tools: [readTool],
    maxOutputTokens: 16_000,
    briefing: { agent: "a", prompt: "", changedFiles: [], changedModels: [] },
    signal,
  });
}
const user = (text: string): Message => ({ kind: "user", text });

test("a turn brings words, tool calls and what it cost", async () => {
  api.on(
    { userMessage: "document" },
    {
      content: "Let me look.",
      ...callRead,
      usage: { input_tokens: 1000, output_tokens: 100 },
    },
  );

  const turn = await ask([user("document it")]);

  expect(turn.stop).toBe("tools");
  expect(turn.blocks).toEqual([
    { kind: "text", text: "Let me look." },
    { kind: "tool_call", id: "toolu_1", tool: "read", input: { path: "a.sql" } },
  ]);
  expect(turn.cost).toEqual({ usd: 0.003, inputTokens: 1000, outputTokens: 100, turns: 1 });
});

test("a conversation is sent whole, with the places marked that the cache may keep", () => {
  const thinking = { type: "thinking", thinking: "hm", signature: "sig" };
  const cache_control = { type: "ephemeral" };

  const request = toApiRequest({
    model: "claude-sonnet-5-5",
    system: "the rules",
    tools: [readTool],
    maxTokens: 100,
    messages: [
      user("document it"),
      {
        kind: "assistant",
        blocks: [
          { kind: "sealed", data: thinking },
          { kind: "sealed", data: "of another vendor" },
          { kind: "tool_call", id: "toolu_1", tool: "read", input: { path: "a.sql" } },
        ],
      },
      {
        kind: "tool_results",
        results: [{ callId: "toolu_1", text: "", isError: true }],
        notices: ["Wrap up now."],
      },
    ],
  });

  expect(request).toEqual({
    model: "claude-sonnet-5-5",
    max_tokens: 100,
    stream: true,
    system: [{ type: "text", text: "the rules", cache_control }],
    tools: [
      {
        name: "read",
        description: "Reads a file",
        input_schema: readTool.inputSchema,
        cache_control,
      },
    ],
    messages: [
      { role: "user", content: [{ type: "text", text: "document it" }] },
      {
        role: "assistant",
        content: [
          thinking,
          { type: "tool_use", id: "toolu_1", name: "read", input: { path: "a.sql" } },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "toolu_1", content: "(nothing)", is_error: true },
          { type: "text", text: "Wrap up now.", cache_control },
        ],
      },
    ],
  });
});

test("cached input is paid for, but only new input counts as tokens", () => {
  const usage = { input: 1000, cacheRead: 200_000, cacheWrite: 2000, output: 500 };

  const cost = usageCost(usage, modelPrices("claude-sonnet-4-6"));
  const long = usageCost(usage, modelPrices("claude-haiku-5-5"));

  expect(cost).toMatchObject({ inputTokens: 3000, outputTokens: 500 });
  expect(cost.usd).toBeCloseTo(0.003 + 0.06 + 0.0075 + 0.0075, 10);
  expect(long.usd).toBeCloseTo(0.0005 + 0.01 + 0.00125 + 0.00125, 10);
});

test("an overloaded model is asked again, as late as it wishes", async () => {
  api.nextRequestError(529, { message: "overloaded", type: "overloaded_error" });
  api.on({ userMessage: "hello" }, { content: "Hello." });

  const turn = await ask([user("hello")]);

  expect(turn.blocks).toEqual([{ kind: "text", text: "Hello." }]);
  expect(api.getRequests()).toHaveLength(2);
});

test("of an answer that was cut off on the way nothing is kept", async () => {
  api.on(
    { userMessage: "hello", sequenceIndex: 0 },
    { content: "A long answer that never comes to its end.", ...callRead },
    { disconnectAfterMs: 60, latency: 20, chunkSize: 5 },
  );
  api.on({ userMessage: "hello", sequenceIndex: 1 }, { content: "Whole." });

  const turn = await ask([user("hello")]);

  expect(turn.blocks).toEqual([{ kind: "text", text: "Whole." }]);
});

test("a request that the API refuses is not sent again", async () => {
  api.on(
    { userMessage: "hello" },
    { error: { message: "messages: too odd", type: "invalid_request_error" }, status: 400 },
  );

  await expect(ask([user("hello")])).rejects.toMatchObject({
    code: "model-refused",
    message: expect.stringContaining("too odd"),
  });

  expect(api.getRequests()).toHaveLength(1);
});

test("a spending limit ends the turn at once", async () => {
  api.on(
    { userMessage: "hello" },
    { error: { message: "enforced_spend_limit_reached", type: "rate_limit_error" }, status: 429 },
  );

  await expect(ask([user("hello")])).rejects.toMatchObject({
    code: "model-refused",
    message: expect.stringContaining("spending limit"),
  });

  expect(api.getRequests()).toHaveLength(1);
});

test("a model that stays overloaded is given up with what it said", async () => {
  api.on(
    { userMessage: "hello" },
    { error: { message: "overloaded", type: "overloaded_error" }, status: 529 },
  );

  await expect(ask([user("hello")])).rejects.toMatchObject({
    code: "model-unavailable",
    message: expect.stringContaining("overloaded"),
  });

  expect(api.getRequests()).toHaveLength(8);
});

test("a tool call that did not fit is asked for once more with more room", async () => {
  api.on(
    { userMessage: "hello", sequenceIndex: 0 },
    { ...callRead, finishReason: "length", usage: { input_tokens: 500_000, output_tokens: 0 } },
  );
  api.on(
    { userMessage: "hello", sequenceIndex: 1 },
    { ...callRead, usage: { input_tokens: 500_000, output_tokens: 0 } },
  );

  const turn = await ask([user("hello")]);

  expect(turn.stop).toBe("tools");
  expect(turn.cost.usd).toBe(2);
  expect(api.getRequests().map((request) => request.body?.max_tokens)).toEqual([16_000, 64_000]);
});

test("a tool call that never fits is not carried out", async () => {
  api.on({ userMessage: "hello" }, { content: "Now.", ...callRead, finishReason: "length" });

  const turn = await ask([user("hello")]);

  expect(turn).toMatchObject({ stop: "length", blocks: [{ kind: "text", text: "Now." }] });
});

test("a refusal is a turn of its own kind", async () => {
  api.on({ userMessage: "hello" }, { content: "I cannot.", finishReason: "refusal" });

  const turn = await ask([user("hello")]);

  expect(turn.stop).toBe("refusal");
});

test("signed thinking is kept as it came", async () => {
  api.on(
    { userMessage: "hello" },
    { content: "Yes.", reasoning: "let me think", reasoningSignature: "c2lnbmVk" },
  );

  const turn = await ask([user("hello")]);

  expect(turn.blocks[0]).toEqual({
    kind: "sealed",
    data: { type: "thinking", thinking: "let me think", signature: "c2lnbmVk" },
  });
});

test("a stream that falls silent is left and asked again", async () => {
  api.on(
    { userMessage: "hello", sequenceIndex: 0 },
    { content: "Slow answer" },
    { latency: 2_000, chunkSize: 4 },
  );
  api.on({ userMessage: "hello", sequenceIndex: 1 }, { content: "Quick." });

  const turn = await ask([user("hello")]);

  expect(turn.blocks).toEqual([{ kind: "text", text: "Quick." }]);
});

test("a stop ends the turn, whatever the model is doing", async () => {
  api.on({ userMessage: "hello" }, { content: "Slow" }, { latency: 10_000, chunkSize: 1 });
  const stop = new AbortController();

  const turn = ask([user("hello")], stop.signal);
  await expect.poll(() => api.getRequests().length).toBe(1);
  stop.abort();

  await expect(turn).rejects.toMatchObject({ code: "model-unavailable" });
});

test("what one run is told to wait, others that ask with the same key wait too", async () => {
  const slept: number[] = [];
  const fast = createFastClock(1);
  const clock = {
    ...fast,
    sleep: async (ms: number, signal?: AbortSignal) => {
      slept.push(ms);
      await fast.sleep(ms, signal);
    },
  };
  const pause = createPause(clock);
  pause.begin(30_000);

  await pause.wait(new AbortController().signal);

  expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(29_000);
});

test("an answer that broke before a stop is told with what it cost", async () => {
  const stop = new AbortController();
  const lost: Cost[] = [];
  api.on(
    { userMessage: "cut" },
    { content: "x".repeat(4_000) },
    { disconnectAfterMs: 60, latency: 10, chunkSize: 10 },
  );
  const model = createAnthropicModel({
    apiKey: "sk-ant-test",
    baseUrl: api.url,
    model: "claude-sonnet-5-5",
    clock: {
      now: () => new Date(),
      // The wait before the next try is when somebody stops it; silence is waited for much longer.
      sleep: async (ms, signal) => {
        if (ms < 60_000) stop.abort();
        else await new Promise((done) => signal?.addEventListener("abort", done));
      },
    },
    log: silentLog,
  });
  const request = {
    system: "the rules",
    messages: [user("cut it")],
    tools: [],
    maxOutputTokens: 16_000,
    briefing: { agent: "a", prompt: "", changedFiles: [], changedModels: [] },
  };

  const turn = model.turn({
    ...request,
    signal: stop.signal,
    onLost: (cost) => void lost.push(cost),
  });

  await expect(turn).rejects.toMatchObject({ code: "model-unavailable" });
  expect(lost).toHaveLength(1);
  expect(model.ceiling?.(request).usd).toBeGreaterThan(lost[0]?.usd ?? Number.POSITIVE_INFINITY);
});
