import type Anthropic from "@anthropic-ai/sdk";
import type { Clock } from "../ports.ts";
import { type Answer, readStream } from "./read-stream.ts";

/** A stream that says nothing for this long is dead: the API sends pings every few seconds. */
const idleMs = 90_000;

/**
 * One request, read into `answer`. Rejects with what the SDK threw, or when the stream ends early,
 * falls silent, or carries a tool call that is not whole although the answer was not cut for length.
 */
export async function streamAnswer(
  world: { client: Anthropic; clock: Clock; signal: AbortSignal },
  body: Anthropic.Messages.MessageCreateParamsStreaming,
  answer: Answer,
): Promise<void> {
  const { client, clock, signal } = world;
  const silence = new AbortController();
  const done = new AbortController();
  let heardAt = clock.now().getTime();
  const listen = async () => {
    while (!done.signal.aborted) {
      const quietMs = clock.now().getTime() - heardAt;
      if (quietMs >= idleMs) return silence.abort(new Error(`silent for ${idleMs / 1000} s`));
      await clock.sleep(idleMs - quietMs, done.signal);
    }
  };
  void listen();

  try {
    const either = AbortSignal.any([signal, silence.signal]);
    const events = await client.messages.create(body, { signal: either });
    await readStream(events, answer, () => {
      heardAt = clock.now().getTime();
    });
    // The SDK ends an aborted stream without an error.
    either.throwIfAborted();
  } catch (cause) {
    silence.signal.throwIfAborted();
    throw cause;
  } finally {
    done.abort();
  }
  if (!answer.finished || answer.stop === undefined) throw new Error("the answer ended early");
  if (answer.brokenCall && answer.stop !== "max_tokens") {
    throw new Error("the answer carried a tool call that is not JSON");
  }
}
