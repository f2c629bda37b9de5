import type { SocketModeReceiver } from "@slack/bolt";
import type { Log } from "#bot/ports.ts";

type SocketClient = SocketModeReceiver["client"];

/** Longest time until Slack greets us, and until a connection is closed in good order, in milliseconds. */
const greetWithinMs = 20_000;
const closeWithinMs = 2_000;
/** Longest wait between two tries, in milliseconds. */
const maxWaitMs = 30_000;
/** A connection that ends before this many milliseconds counts as a failure: the next one waits a little. */
const soundAfterMs = 10_000;

export interface Connection {
  state(): "connecting" | "connected" | "closed";
  /** What came of the first try: undefined, or why Slack cannot be reached. Trying goes on in any case. */
  first: Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Keeps a socket to Slack open until it is closed. Slack ends each connection after some hours and
 * expects the next one at once; Bolt's own reconnecting waits 5 s, and a refusal in it ends the process.
 */
export function keepConnected(client: SocketClient, log: Log): Connection {
  const closing = new AbortController();
  const first = Promise.withResolvers<unknown>();
  let state: ReturnType<Connection["state"]> = "connecting";

  const run = async () => {
    let failures = 0;
    while (!closing.signal.aborted) {
      const trouble = await connect(client);
      first.resolve(trouble);
      if (closing.signal.aborted) break;
      if (trouble === undefined) {
        const since = Date.now();
        state = "connected";
        log.info({}, "connected to Slack");
        await new Promise((resolve) => client.once("disconnected", resolve));
        state = "connecting";
        log.info({}, "the connection to Slack ended");
        failures = Date.now() - since > soundAfterMs ? 0 : failures + 1;
      } else {
        failures += 1;
        log.warn({ failures, err: trouble }, "no connection to Slack");
      }
      if (failures > 0) await pause(Math.min(maxWaitMs, 100 * 2 ** failures), closing.signal);
    }
  };
  const running = run();

  return {
    state: () => (closing.signal.aborted ? "closed" : state),
    first: first.promise,
    async close() {
      closing.abort();
      await Promise.race([client.disconnect(), pause(closeWithinMs)]);
      await Promise.race([running.then(() => client.disconnect()), pause(closeWithinMs)]);
    },
  };
}

/** One try. Answers why it did not succeed. */
async function connect(client: SocketClient): Promise<unknown> {
  const timer = setTimeout(() => client.disconnect(), greetWithinMs);
  try {
    await client.start();
    return undefined;
  } catch (cause) {
    return cause ?? new Error("Slack ended the connection before it greeted us");
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    // Waiting for the next try keeps the process alive; waiting for a goodbye does not.
    if (signal === undefined) timer.unref();
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
