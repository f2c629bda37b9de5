import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnthropicStandIn, startAnthropicStandIn } from "./anthropic-stand-in.ts";

let api: AnthropicStandIn;
let client: Anthropic;
beforeAll(async () => {
  api = await startAnthropicStandIn();
  client = new Anthropic({ apiKey: "k", baseURL: api.url, maxRetries: 0 });
});
afterAll(() => api.close());

const tools = [{ name: "read", description: "d", input_schema: { type: "object" as const } }];
const base = { model: "claude-sonnet-5-5", max_tokens: 100, tools };
const user = (content: string) => ({ role: "user" as const, content });

test("turns come in the order of the script, each conversation its own", async () => {
  api.script(
    [{ calls: [{ tool: "read", input: { path: "a" } }] }, { text: "read it" }],
    "agent one",
  );
  api.script([{ text: "other" }], "agent two");

  const first = await client.messages.create({ ...base, messages: [user("agent one")] });
  const other = await client.messages.create({ ...base, messages: [user("agent two")] });
  const call = first.content.find((block) => block.type === "tool_use");
  const second = await client.messages.create({
    ...base,
    messages: [
      user("agent one"),
      { role: "assistant", content: first.content },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: call?.id ?? "", content: "x" }],
      },
    ],
  });

  expect(call).toMatchObject({ name: "read", input: { path: "a" } });
  expect(other.content).toMatchObject([{ type: "text", text: "other" }]);
  expect(second.content).toMatchObject([{ type: "text", text: "read it" }]);
});

test("a request that the real API would refuse is refused", async () => {
  const orphan = { type: "tool_result" as const, tool_use_id: "toolu_x", content: "x" };

  const asking = client.messages.create({
    ...base,
    messages: [user("hi"), user("again")],
  });
  await expect(asking).rejects.toThrow("roles must alternate");
  const lonely = client.messages.create({
    ...base,
    messages: [{ role: "user", content: [orphan] }],
  });
  await expect(lonely).rejects.toThrow("unknown tool_use");

  expect(api.mistakes()).toHaveLength(2);
});

test("faults come once and then the script goes on", async () => {
  api.failNext({ kind: "overloaded" });
  api.failNext({ kind: "cut" });
  api.script([{ text: "lost in the cut" }, { text: "here" }]);
  const ask = () => client.messages.stream({ ...base, messages: [user("x")] }).finalText();

  await expect(ask()).rejects.toThrow(/overloaded/i);
  await expect(ask()).rejects.toThrow();

  expect(await ask()).toBe("here");
});
