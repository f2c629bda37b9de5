import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { LLMock } from "@copilotkit/aimock";
import { type AnthropicRequest, checkAnthropicRequest } from "./anthropic-request-check.ts";

/*
 * Anthropic's Messages API for tests. Independent of us: aimock 1.43.0 (answers, streams). Ours, in
 * front of it: the checks of the request that it lacks, scripts, and faults.
 */

export interface ScriptedTurn {
  text?: string;
  calls?: readonly { tool: string; input: unknown }[];
  /** Said by default: the end, or that tools are wanted. */
  stop?: "length" | "refusal";
  usage?: { input: number; output: number };
}
type Script = ScriptedTurn | ((request: AnthropicRequest) => ScriptedTurn);

export type AnthropicFault =
  | { kind: "overloaded" }
  | { kind: "rate-limit"; retryAfterSeconds: number }
  | { kind: "status"; status: number }
  /** It thinks for as long as anybody listens. */
  | { kind: "silence" }
  /** The stream breaks off in the middle. */
  | { kind: "cut" };

export interface AnthropicStandIn {
  url: string;
  /** Turns to come, in order; with `about`, only for conversations that contain these words. */
  script(turns: readonly Script[], about?: string): void;
  /** Requests that were well formed, refused or not. */
  requests(): readonly AnthropicRequest[];
  /** What was wrong with the requests that were not. */
  mistakes(): readonly string[];
  failNext(fault: AnthropicFault, times?: number): void;
  close(): Promise<void>;
}

export async function startAnthropicStandIn(): Promise<AnthropicStandIn> {
  const scripts: { turns: Script[]; about: string }[] = [];
  const faults: AnthropicFault[] = [];
  const requests: AnthropicRequest[] = [];
  const mistakes: string[] = [];
  let next: ScriptedTurn = {};
  let calls = 0;

  const mock = new LLMock({ port: 0, host: "127.0.0.1", strict: true, logLevel: "silent" });
  mock.on({ predicate: () => true }, () => toFixture(next, () => `toolu_${++calls}`));
  await mock.start();

  const takeTurn = (request: AnthropicRequest): ScriptedTurn | undefined => {
    const said = JSON.stringify([request.system, request.messages]);
    const script = scripts.find(({ turns, about }) => turns.length > 0 && said.includes(about));
    const turn = script?.turns.shift();
    return typeof turn === "function" ? turn(request) : turn;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readJson(request);
    if (request.url?.split("?")[0] !== "/v1/messages")
      return refuse(response, 404, "not_found_error");
    const key = request.headers["x-api-key"] ?? request.headers.authorization;
    if (key === undefined) return refuse(response, 401, "authentication_error");
    const checked = checkAnthropicRequest(body);
    if ("mistake" in checked) {
      mistakes.push(checked.mistake);
      return refuse(response, 400, "invalid_request_error", checked.mistake);
    }
    requests.push(checked.request);
    const fault = faults.shift();
    if (fault !== undefined && fault.kind !== "cut") return fail(response, fault);
    const turn = takeTurn(checked.request);
    if (turn === undefined) {
      return refuse(response, 400, "invalid_request_error", "the script has no further turn");
    }
    next = turn;
    const answer = await fetch(`${mock.url}/v1/messages`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-api-key": "stand-in" },
      body: JSON.stringify(body),
    });
    const type = answer.headers.get("content-type") ?? "application/json";
    response.writeHead(answer.status, { "content-type": type });
    const whole = Buffer.from(await answer.arrayBuffer());
    if (fault === undefined) return response.end(whole);
    return response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
  };

  // One at a time, so that aimock is asked for exactly the turn that was chosen.
  let queue: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    queue = queue
      .then(() => serve(request, response))
      .catch((cause: unknown) => refuse(response, 500, "api_error", String(cause)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    script(turns, about = "") {
      scripts.push({ turns: [...turns], about });
    },
    requests: () => requests,
    mistakes: () => mistakes,
    failNext(fault, times = 1) {
      for (let time = 0; time < times; time++) faults.push(fault);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await mock.stop();
    },
  };
}

function toFixture({ text, calls, stop, usage }: ScriptedTurn, newId: () => string) {
  const shared = {
    ...(stop === undefined ? {} : { finishReason: stop }),
    usage: { input_tokens: usage?.input ?? 1000, output_tokens: usage?.output ?? 100 },
  };
  if (calls === undefined) return { content: text ?? "Done.", ...shared };
  const toolCalls = calls.map(({ tool, input }) => ({
    id: newId(),
    name: tool,
    arguments: JSON.stringify(input),
  }));
  return text === undefined ? { toolCalls, ...shared } : { content: text, toolCalls, ...shared };
}

function fail(response: ServerResponse, fault: Exclude<AnthropicFault, { kind: "cut" }>): void {
  switch (fault.kind) {
    case "overloaded":
      refuse(response, 529, "overloaded_error");
      return;
    case "rate-limit":
      response.setHeader("retry-after", String(fault.retryAfterSeconds));
      refuse(response, 429, "rate_limit_error");
      return;
    case "status":
      refuse(response, fault.status, "api_error");
      return;
    case "silence":
  }
}

function refuse(response: ServerResponse, status: number, type: string, message = type): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ type: "error", error: { type, message } }));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    // Not JSON is a mistake of the request like any other.
    return undefined;
  }
}
