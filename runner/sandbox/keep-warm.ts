import type { Log } from "../ports.ts";

/** Something that was started before anyone asked for it. */
export interface Warm {
  /** Does it still run? */
  isAlive(): boolean;
  close(): Promise<void>;
}

/**
 * Keeps so many started and hands each out once: nothing that a run had ever comes back. What was taken is replaced in
 * the background, one after the other; what cannot be started is tried again when the next one is asked for.
 */
export function keepWarm<Kept extends Warm>(options: {
  size: number;
  start(): Promise<Kept>;
  log: Log;
}): { take(): Kept | undefined; fill(): void; whenFull(): Promise<void>; close(): Promise<void> } {
  const { size, start, log } = options;
  const kept: Kept[] = [];
  let isClosed = false;
  let filling: Promise<void> | undefined;

  async function fillUp(): Promise<void> {
    while (!isClosed && kept.length < size) {
      const one = await start();
      if (isClosed) await one.close();
      else kept.push(one);
    }
  }

  function fill(): void {
    filling ??= fillUp()
      .catch((cause) => log.warn({ err: cause }, "no sandbox started ahead"))
      .finally(() => {
        filling = undefined;
      });
  }

  return {
    take() {
      const alive = kept.splice(0).filter((one) => one.isAlive());
      const [first, ...rest] = alive;
      kept.push(...rest);
      fill();
      return first;
    },
    fill,
    whenFull: async () => filling,
    async close() {
      isClosed = true;
      await filling;
      await Promise.all(kept.splice(0).map((one) => one.close()));
    },
  };
}
