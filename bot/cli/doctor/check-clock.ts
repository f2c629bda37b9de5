import { broken, type Check, off, works } from "./check.ts";

/** GitHub takes an App's tokens with 60 s to either side; half of it is reason enough. In milliseconds. */
const maxSkewMs = 30_000;

/** This machine's clock beside what the platforms said of theirs: differences in milliseconds, ours less theirs. */
export function checkClock(skews: readonly (number | null)[]): Check {
  const known = skews.filter((skew) => skew !== null);
  if (known.length === 0) return off("clock", "nobody was asked for the time");
  const worst = known.reduce((one, other) => (Math.abs(other) > Math.abs(one) ? other : one));
  const seconds = Math.abs(Math.round(worst / 1000));
  if (Math.abs(worst) <= maxSkewMs)
    return works("clock", `${seconds} s from the platforms' clocks`);
  const where = worst > 0 ? "ahead of" : "behind";
  return broken(
    "clock",
    `${seconds} s ${where} the platforms' clocks`,
    "turn on time synchronisation: timedatectl set-ntp true",
  );
}
