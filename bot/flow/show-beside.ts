import { PlatformFailure } from "../ports.ts";
import type { House } from "./house.ts";

/** Checks in hand at once. */
const atOnce = 5;

/**
 * Shows checks beside the runs, which have started by then: none depends on these. What GitHub refuses for
 * good is logged and left. What may be shown later rejects, but only after all of them were tried: the
 * delivery comes again, and starts nothing twice.
 */
export async function showBeside(
  house: Pick<House, "log">,
  shows: readonly (() => Promise<void>)[],
): Promise<void> {
  const rest = shows.values();
  const later: PlatformFailure[] = [];
  const lane = async () => {
    for (const show of rest) {
      try {
        await show();
      } catch (cause) {
        if (!(cause instanceof PlatformFailure)) throw cause;
        if (cause.code === "retry" || cause.code === "ambiguous") later.push(cause);
        else house.log.warn({ err: cause }, "check not shown");
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const [first] = later;
  if (first !== undefined) throw first;
}
