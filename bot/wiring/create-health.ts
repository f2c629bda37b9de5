import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Role } from "../roles.ts";

/** A part that has not answered by then is away, in milliseconds. */
const answerWithinMs = 2_000;

/**
 * Answers load balancers and people who look after the machines: the role, and whether the ledger and the
 * queue answer. 200: it can work (`degraded`: without its queue, so what is asked for begins later); 503: the
 * ledger is away, and nothing can be kept. It names no address and no error: whoever asks may be anybody.
 */
export function createHealth(
  role: Role,
  parts: { ledger: () => Promise<boolean>; queue: () => Promise<boolean> },
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    void look(parts).then(({ ledger, queue }) => {
      const status = ledger ? (queue ? "ok" : "degraded") : "down";
      const body = { status, role, ledger: said(ledger), queue: said(queue) };
      response.writeHead(ledger ? 200 : 503, {
        "content-type": "application/json",
        "cache-control": "no-store",
      });
      response.end(request.method === "HEAD" ? undefined : `${JSON.stringify(body)}\n`);
    });
  };
}

async function look(parts: {
  ledger: () => Promise<boolean>;
  queue: () => Promise<boolean>;
}): Promise<{ ledger: boolean; queue: boolean }> {
  const [ledger, queue] = await Promise.all([inTime(parts.ledger), inTime(parts.queue)]);
  return { ledger, queue };
}

async function inTime(ask: () => Promise<boolean>): Promise<boolean> {
  const over = new AbortController();
  const overdue = wait(answerWithinMs, false, { signal: over.signal }).catch(() => false);
  const answered = ask().catch(() => false); // Away, whatever it said.
  const isUp = await Promise.race([answered, overdue]);
  over.abort();
  return isUp;
}

function said(isUp: boolean): "ok" | "away" {
  return isUp ? "ok" : "away";
}
