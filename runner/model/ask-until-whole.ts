import type Anthropic from "@anthropic-ai/sdk";
import { type Clock, type Log, WorldFailure } from "../ports.ts";
import type { Pause } from "./create-pause.ts";
import { judgeApiError } from "./judge-api-error.ts";
import { type Answer, noAnswer } from "./read-stream.ts";
import { streamAnswer } from "./stream-answer.ts";

/** Tries of one turn. With the waits between them about two minutes of overload are sat out. */
const maxTries = 8;
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/**
 * Asks until an answer has come whole. `onBroken` hears of each that began and broke: it is paid for.
 * Rejects with WorldFailure: `model-unavailable` when it kept failing or the signal aborted,
 * `model-refused` when trying again is no use.
 */
export async function askUntilWhole(
  world: { client: Anthropic; clock: Clock; log: Log; pause: Pause; signal: AbortSignal },
  body: Anthropic.Messages.MessageCreateParamsStreaming,
  onBroken: (answer: Answer) => void,
): Promise<Answer> {
  const { clock, log, pause, signal } = world;
  const doing = `asking ${body.model}`;
  for (let attempt = 1; ; attempt++) {
    await pause.wait(signal);
    if (signal.aborted) throw new WorldFailure("model-unavailable", `${doing}: stopped`);
    const answer = noAnswer();
    try {
      await streamAnswer(world, body, answer);
      return answer;
    } catch (cause) {
      if (answer.model !== undefined) onBroken(answer);
      if (signal.aborted) {
        throw new WorldFailure("model-unavailable", `${doing}: stopped`, { cause });
      }
      const verdict = judgeApiError(cause);
      const said = `${doing}: ${verdict.reason}`;
      if (verdict.kind === "give_up") throw new WorldFailure("model-refused", said, { cause });
      if (attempt === maxTries) {
        const often = `${said} (tried ${maxTries} times)`;
        throw new WorldFailure("model-unavailable", often, { cause });
      }
      // Asked to wait: all runs that ask with this key do.
      if (verdict.afterMs !== undefined) pause.begin(verdict.afterMs);
      const backoff = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
      const waitMs = Math.round(verdict.afterMs ?? backoff * (0.75 + Math.random() / 2));
      log.info({ model: body.model, attempt, waitMs, reason: verdict.reason }, "model asked again");
      await clock.sleep(waitMs, signal);
    }
  }
}
