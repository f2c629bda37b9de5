import { createHmac, randomUUID } from "node:crypto";

export interface GitHubDelivery {
  /** Number of this attempt, as in the deliveries API. */
  id: number;
  /** What `X-GitHub-Delivery` said: the same for every attempt. */
  guid: string;
  event: string;
  action: string | undefined;
  payload: Readonly<Record<string, unknown>>;
  deliveredAt: string;
  isRedelivery: boolean;
  /** The app's answer; undefined when it could not be reached, or was not within 10 s. */
  status: number | undefined;
}

export interface Webhooks {
  deliveries: readonly GitHubDelivery[];
  sendTo(url: string): void;
  /** Queues it behind those before; nothing is sent while the app's URL is unknown. */
  deliver(event: string, payload: Record<string, unknown>): void;
  /** Sends the delivery with this id or GUID again, and resolves when answered. */
  redeliver(which: string | number): Promise<GitHubDelivery>;
  /** When everything queued so far has been answered. */
  settled(): Promise<void>;
}

/** Sends webhooks one after another, in the order in which things happened, and never repeats one by itself. */
export function createWebhooks(secret: string, firstUrl: string | undefined): Webhooks {
  const deliveries: GitHubDelivery[] = [];
  let url = firstUrl;
  let queue: Promise<unknown> = Promise.resolve();
  let attempts = 0;

  const attempt = async (
    guid: string,
    event: string,
    payload: GitHubDelivery["payload"],
    isRedelivery: boolean,
  ): Promise<GitHubDelivery> => {
    const action = typeof payload.action === "string" ? payload.action : undefined;
    const status = url === undefined ? undefined : await post(url, secret, guid, event, payload);
    const delivery: GitHubDelivery = {
      id: ++attempts,
      guid,
      event,
      action,
      payload,
      deliveredAt: new Date().toISOString(),
      isRedelivery,
      status,
    };
    deliveries.push(delivery);
    return delivery;
  };

  return {
    deliveries,
    sendTo(next) {
      url = next;
    },
    deliver(event, payload) {
      // A copy: the world may move on before its turn comes.
      const copy = structuredClone(payload);
      queue = queue.then(() => attempt(randomUUID(), event, copy, false));
    },
    redeliver(which) {
      const known = deliveries.find(({ id, guid }) => id === Number(which) || guid === which);
      if (known === undefined) throw new Error(`no webhook ${which} was ever delivered`);
      const sending = queue.then(() => attempt(known.guid, known.event, known.payload, true));
      queue = sending;
      return sending;
    },
    async settled() {
      await queue;
    },
  };
}

async function post(
  url: string,
  secret: string,
  guid: string,
  event: string,
  payload: object,
): Promise<number | undefined> {
  const body = JSON.stringify(payload);
  const sign = (algorithm: string) => createHmac(algorithm, secret).update(body).digest("hex");
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        "user-agent": "GitHub-Hookshot/stand-in",
        "x-github-delivery": guid,
        "x-github-event": event,
        "x-github-hook-id": "1",
        "x-hub-signature": `sha1=${sign("sha1")}`,
        "x-hub-signature-256": `sha256=${sign("sha256")}`,
      },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // An app that is not there is what a test may want; the log of deliveries tells.
    return undefined;
  }
}
