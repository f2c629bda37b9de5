import type { Warm } from "./keep-warm.ts";
import type { OpenHands } from "./open-hands.ts";
import type { Slot } from "./open-slots.ts";

/** Hands that were started ahead, over an empty slot. */
export interface WarmHands extends Warm {
  /** Makes them a run's: puts its workspace into the slot and lets its signal stop them. Once. */
  occupy(workspace: string, signal: AbortSignal): Promise<OpenHands>;
}

/** Closing them ends the container, removes the slot and puts the workspace back where it was. */
export function warmHands(started: {
  hands: OpenHands;
  ended: Promise<unknown>;
  slot: Slot;
  stop: AbortController;
}): WarmHands {
  const { hands, ended, slot, stop } = started;
  let isAlive = true;
  let putBack = async () => {};
  ended.then(() => {
    isAlive = false;
  });

  async function close(): Promise<void> {
    await hands.close();
    await putBack();
    putBack = async () => {};
    await slot.remove();
  }

  return {
    isAlive: () => isAlive,
    close,
    async occupy(workspace, signal) {
      putBack = await slot.occupy(workspace);
      const abort = () => stop.abort(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
      if (signal.aborted) abort();
      ended.then(() => signal.removeEventListener("abort", abort));
      return { ...hands, close };
    },
  };
}
