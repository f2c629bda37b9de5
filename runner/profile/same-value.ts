import type { Fact } from "#agents-schema/fact.ts";

/** Engines add up doubles in any order: the last digits of a mean differ from run to run. */
const tolerance = 1e-9;

type Value = Fact["value"];

/**
 * Whether a repeated measurement says what a fact says: the same value, a number but for rounding, or, of a
 * sample, one within its interval.
 */
export function sameValue(fact: Pick<Fact, "value" | "sample">, now: Value): boolean {
  const { value, sample } = fact;
  if (sample !== undefined && typeof now === "number") {
    if (now >= sample.low && now <= sample.high) return true;
  }
  const [was, is] = [asNumber(value), asNumber(now)];
  if (was === undefined || is === undefined) return value === now;
  return Math.abs(was - is) <= tolerance * Math.max(Math.abs(was), Math.abs(is));
}

function asNumber(value: Value): number | undefined {
  return typeof value === "number" ? value : undefined;
}
