import type { IncomingMessage, ServerResponse } from "node:http";
import { type Inbox, type Log, StoreUnavailable } from "../../ports.ts";
import { type Body, createBodyReader } from "./create-body-reader.ts";
import { createSignatureCheck } from "./create-signature-check.ts";
import { parseWebhook } from "./parse-webhook.ts";
import { webhookParsers } from "./webhook-parsers.ts";

/** GitHub's own limit for a delivery; it waits 10 s for an answer. */
const maxBytes = 25 * 1024 * 1024;
const maxBytesHeld = 4 * maxBytes;
const withinMs = 10_000;

interface Answer {
  status: number;
  text: string;
  headers?: Record<string, string>;
}

interface Door {
  /** Any of several will do, while one is being exchanged. */
  secret: string | readonly string[];
  /** The App's name in URLs; its bot is `<slug>[bot]`. */
  appSlug: string;
  inbox: Pick<Inbox, "receive">;
  /** A new delivery waits in the inbox. Must not throw. */
  received: () => void;
  log: Log;
}

/**
 * The door for GitHub's webhooks: a handler for `node:http`. A delivery is verified before anything of it is
 * read, and stored before it is acknowledged:
 * 202 stored, 200 known already, 204 not listened for, 401 forged, 400, 405, 408, 413, 415 malformed, 503 the
 * store is away (GitHub then shows the delivery as failed, and it can be sent again).
 */
export function createGitHubDoor(
  door: Door,
): (request: IncomingMessage, response: ServerResponse) => void {
  const isGenuine = createSignatureCheck([door.secret].flat());
  const readBody = createBodyReader({ maxBytes, maxBytesHeld, withinMs });

  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const refusal = judgeHead(request);
    if (refusal !== undefined) return refusal;
    const body = await readBody(request);
    if (body.kind !== "read") return unread[body.kind];
    if (!isGenuine(header(request, "x-hub-signature-256"), body.bytes)) return forged;
    return admit(door, request, body.bytes);
  };

  return (request, response) => {
    answerTo(request)
      .catch((cause): Answer => {
        if (cause instanceof StoreUnavailable) {
          door.log.warn({ err: cause }, "webhook not stored");
          return { status: 503, text: "the store is away; send it again later" };
        }
        door.log.error({ err: cause }, "webhook not dealt with");
        return { status: 500, text: "this could not be dealt with" };
      })
      .then(({ status, text, headers }) => {
        response.writeHead(status, {
          "content-type": "text/plain",
          "content-length": text.length,
          ...headers,
        });
        response.end(text);
        if (status === 202) door.received();
      });
  };
}

const forged: Answer = { status: 401, text: "the signature is not ours" };
// What has not been read must not be taken for the next request.
const close = { connection: "close" };
const tooLarge = { status: 413, text: `a delivery has at most ${maxBytes} bytes`, headers: close };

const unread: Record<Exclude<Body["kind"], "read">, Answer> = {
  too_large: tooLarge,
  too_slow: { status: 408, text: "the body did not arrive in time", headers: close },
  busy: { status: 503, text: "too much arrives at once; send it again later", headers: close },
  cut_off: { status: 400, text: "the body was cut off", headers: close },
};

/** What can be refused without reading the body. */
function judgeHead(request: IncomingMessage): Answer | undefined {
  if (request.method !== "POST") {
    return { status: 405, text: "webhooks are posted", headers: { allow: "POST" } };
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    return { status: 415, text: "set the webhook's content type to application/json" };
  }
  if (request.headers["content-encoding"] !== undefined) {
    return { status: 415, text: "the body must not be compressed" };
  }
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return tooLarge;
  if (header(request, "x-hub-signature-256") === undefined) return forged;
  return undefined;
}

async function admit(
  { appSlug, inbox, log }: Door,
  request: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const name = header(request, "x-github-event");
  const id = header(request, "x-github-delivery");
  if (name === undefined || id === undefined || !/^[\w-]{1,100}$/.test(id)) {
    return { status: 400, text: "X-GitHub-Event or X-GitHub-Delivery is missing" };
  }
  if (!webhookParsers.has(name)) return { status: 204, text: "" };

  const payload = parseJson(body);
  if (payload === undefined) return { status: 400, text: "the body is no JSON object" };
  const event = parseWebhook(name, payload, appSlug);
  if (event === undefined) {
    log.debug({ deliveryId: id, name }, "webhook not listened for");
    return { status: 204, text: "" };
  }
  const isNew = await inbox.receive({ id: `github:${id}`, event });
  log.info({ deliveryId: `github:${id}`, eventKind: event.kind, isNew }, "webhook stored");
  return isNew ? { status: 202, text: "stored" } : { status: 200, text: "known" };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function parseJson(body: Buffer): object | undefined {
  try {
    const payload: unknown = JSON.parse(body.toString("utf8"));
    return typeof payload === "object" && payload !== null && !Array.isArray(payload)
      ? payload
      : undefined;
  } catch {
    // Not JSON: the sender's mistake, told by the caller.
    return undefined;
  }
}
