import type { Fact } from "#agents-schema/fact.ts";
import type { NumberClaim } from "./claim.ts";
import { numberAgrees } from "./number-agrees.ts";
import { type Reading, readingsOf } from "./readings-of.ts";
import type { Said } from "./statement-context.ts";

/** How far a bound may be from the value. */
const maxBoundFactor = 2;

/**
 * Does a fact back a number? `group` are the facts cited with it: two counts make a share, several shares a
 * sum. A string says why it does not though its value agrees.
 */
export function backsNumber(
  claim: NumberClaim,
  fact: Fact,
  group: readonly Fact[],
  said: Said,
): boolean | string {
  const reading = readingOf(claim, fact, group, said);
  if (reading !== undefined && isIdle(claim, reading)) {
    return `"${claim.text.trim()}" is true of ${fact.id} and says nothing: its value is ${fact.value}`;
  }
  if (reading === undefined) return isWithinSample(claim, fact);
  const isRough = claim.isAbout || claim.bound !== undefined || reading.how === "quantile";
  if (fact.method !== "exact" && !isRough) return `${fact.id} is an estimate: say "about"`;
  return true;
}

/** The way in which a fact says a number; undefined: in none. */
export function readingOf(
  claim: NumberClaim,
  fact: Fact,
  group: readonly Fact[],
  said: Said,
): Reading | undefined {
  return readingsOf(claim, fact, group, said).find((reading) => agrees(claim, reading));
}

/** `at most 288,340` of 28,834: a bound must be near what it bounds. Near zero and in words none is. */
function isIdle(claim: NumberClaim, { how, value }: Reading): boolean {
  if (claim.bound === undefined || claim.isWord || how === "quantile") return false;
  if (claim.isPercent && claim.value <= 1) return false;
  const [low, high] = [Math.abs(value), Math.abs(claim.value)].sort((a, b) => a - b);
  return (low ?? 0) * maxBoundFactor < (high ?? 0);
}

function agrees(claim: NumberClaim, { how, value, isLoose, isEnd }: Reading): boolean {
  // `at most 12` of a maximum names it; `at most 13` would be true and not what was measured.
  if (isEnd === true && (claim.bound === "at most" || claim.bound === "at least")) {
    return numberAgrees({ ...claim, bound: undefined }, value);
  }
  if (how === "quantile") return true;
  if (how === "year") return /^\d{4}$/.test(claim.text.trim()) && value === claim.value;
  if (how === "fraction" && (claim.unit >= 1 || Math.abs(claim.value) > 1)) return false;
  if (isLoose === true) {
    const unit = claim.isRatio ? Math.min(claim.unit, 0.2) : claim.unit;
    return numberAgrees({ ...claim, isAbout: true, isWord: false, unit }, value);
  }
  return claim.isPercent ? percentAgrees(claim, value) : numberAgrees(claim, value);
}

function percentAgrees(claim: NumberClaim, percent: number): boolean {
  if (claim.bound !== undefined) {
    if (claim.bound === "over" && percent >= 100) return false;
    return numberAgrees(claim, percent);
  }
  if (claim.isWord && !claim.isAbout) {
    return Math.abs(percent - claim.value) <= claim.unit / 2 + 1e-9;
  }
  // All and none are claims of their own: 99.9% is not 100%, and 0.2% is not 0%.
  if (!claim.isAbout && claim.value === 100) return Math.abs(percent - 100) < 1e-10;
  if (!claim.isAbout && claim.value === 0) return percent === 0;
  return numberAgrees(claim, percent);
}

/** What a sample found lies somewhere in its interval: a rough number within it says no more than is known. */
function isWithinSample(claim: NumberClaim, { sample }: Fact): boolean {
  if (sample === undefined || !claim.isAbout || claim.bound !== undefined) return false;
  const value = claim.isPercent ? claim.value / 100 : claim.value;
  return value >= sample.low && value <= sample.high;
}
