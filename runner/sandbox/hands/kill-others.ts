import { otherProcesses } from "./other-processes.ts";

/** Rounds until what multiplies is gone; one round is enough for everything else. */
const maxRounds = 100;

/**
 * Kills every process of the sandbox except its first and the hands, whatever it did to get away: another
 * group, session or parent. Only where the sandbox has process ids of its own.
 */
export function killOthers(): void {
  for (let round = 0; round < maxRounds && otherProcesses().length > 0; round++) {
    try {
      // All that may be signalled, except the first process and the caller.
      process.kill(-1, "SIGKILL");
    } catch {
      // They have ended meanwhile.
    }
  }
}
