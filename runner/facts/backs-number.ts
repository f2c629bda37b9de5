import type { Fact } from "#agents-schema/fact.ts";
import type { NumberClaim } from "./claim.ts";
import { kindOf } from "./facts-about.ts";
import { numberAgrees } from "./number-agrees.ts";
import type { Said } from "./statement-context.ts";

const negation =
  /\b(?:not|no|never|without|non-?null|filled|populated|present|set|given|remaining|rest|other|others|known|have an?|has an?|with an?|lacks?|lacking|orphan\w*|unmatched|missing|false)\b|n't\b/i;
const seconds: readonly (readonly [RegExp, number])[] = [
  [/^seconds?\b/, 1],
  [/^minutes?\b/, 60],
  [/^hours?\b/, 3600],
  [/^days?\b/, 86_400],
  [/^weeks?\b/, 604_800],
  [/^months?\b/, 2_629_746],
  [/^years?\b/, 31_556_952],
];

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
  const agrees = claim.isPercent
    ? backsPercent(claim, fact, group, said)
    : backsCount(claim, fact, group, said);
  if (!agrees) return false;
  const isPrinted = claim.isAbout || claim.bound !== undefined;
  if (fact.method !== "exact" && !isPrinted) return `${fact.id} is an estimate: say "about"`;
  return true;
}

function backsPercent(
  claim: NumberClaim,
  fact: Fact,
  group: readonly Fact[],
  { sentence, plain }: Said,
): boolean {
  const value = asNumber(fact.value);
  if (value === undefined) return false;
  const kind = kindOf(fact);
  const fits = (share: number) => percentAgrees(claim, share);
  if (kind === "share") {
    if (fits(value)) return true;
    const shares = group.filter(
      (other) => kindOf(other) === "share" && other.subject === fact.subject,
    );
    const sum = shares.reduce((total, other) => total + (asNumber(other.value) ?? 0), 0);
    if (shares.length > 1 && sum <= 1 + 1e-9 && fits(sum)) return true;
    return negation.test(sentence.text) && fits(1 - value);
  }
  if (kind === "count") {
    return group.some((whole) => {
      const total = kindOf(whole) === "count" && whole !== fact ? asNumber(whole.value) : undefined;
      return total !== undefined && total >= value && total > 0 && fits(value / total);
    });
  }
  if (kind !== "value") return false;
  // `95% lie at or below 12`: the percentage names the quantile.
  const quantiles = group
    .concat(quantilesOf(fact))
    .flatMap((other) => /^p(\d\d)$/.exec(other.metric)?.[1] ?? []);
  const isQuantile = quantiles.some(
    (at) => Number(at) === claim.value || 100 - Number(at) === claim.value,
  );
  const isSpan = quantiles.some((low) =>
    quantiles.some((high) => Number(high) - Number(low) === claim.value),
  );
  const relation =
    /\b(?:below|above|at most|less|under|up to|between|within|exceed\w*|more|over|lies?|from|middle|least|percentile|quantile|quartile)\b/i;
  if ((isQuantile || isSpan) && !claim.isAbout && relation.test(sentence.text)) return true;
  // A column that holds percentages.
  const behind = plain.slice(claim.start, claim.end);
  return (
    /%|percent/i.test(behind) &&
    (numberAgrees(claim, value) || (Math.abs(value) <= 1 && fits(value)))
  );
}

function quantilesOf(fact: Fact): Fact[] {
  return /^p\d\d$/.test(fact.metric) ? [fact] : [];
}

function percentAgrees(claim: NumberClaim, share: number): boolean {
  const percent = share * 100;
  if (claim.isWord && !claim.isAbout && claim.bound === undefined) {
    return Math.abs(percent - claim.value) <= claim.unit / 2 + 1e-9;
  }
  // All and none are claims of their own: 99.9% is not 100%, and 0.2% is not 0%.
  if (claim.bound === undefined && !claim.isAbout) {
    if (claim.value === 100) return Math.abs(share - 1) < 1e-12;
    if (claim.value === 0) return share === 0;
  }
  if (claim.bound === "over" && share >= 1) return false;
  return numberAgrees(claim, percent);
}

function backsCount(
  claim: NumberClaim,
  fact: Fact,
  group: readonly Fact[],
  { plain, sentence }: Said,
): boolean {
  const kind = kindOf(fact);
  const value = asNumber(fact.value);
  const behind = plain.slice(claim.end, sentence.end).trimStart().toLowerCase();
  if (claim.isRatio) return isRatioOf(claim, fact, group);
  if (fact.metric === "freshness_seconds" || isTime(fact.value)) {
    const unit = seconds.find(([noun]) => noun.test(behind));
    if (unit !== undefined) return isDuration(claim, fact, group, unit[1]);
    return isTime(fact.value) && isYear(claim, fact.value);
  }
  if (kind === "share") {
    if (
      fact.argument !== undefined &&
      Number(fact.argument) === claim.value &&
      fact.argument.trim() !== ""
    )
      return true;
    return (
      value !== undefined &&
      claim.unit < 1 &&
      Math.abs(claim.value) <= 1 &&
      numberAgrees(claim, value)
    );
  }
  if (value === undefined || kind === "flag" || kind === "text") return false;
  if (numberAgrees(claim, value)) return true;
  if (kind !== "count") return false;
  // `1,200 rows have a value`: all but the nulls.
  const others = group.filter((other) => other !== fact && kindOf(other) === "count");
  return others.some((other) => {
    const rest = Math.abs((asNumber(other.value) ?? Number.NaN) - value);
    return rest > 0 && numberAgrees(claim, rest) && other.metric !== fact.metric;
  });
}

function isRatioOf(claim: NumberClaim, fact: Fact, group: readonly Fact[]): boolean {
  const value = asNumber(fact.value);
  return group.some((other) => {
    const base = other === fact ? undefined : asNumber(other.value);
    if (value === undefined || base === undefined || base === 0) return false;
    return numberAgrees({ ...claim, isAbout: true, unit: Math.min(claim.unit, 0.2) }, value / base);
  });
}

function isDuration(claim: NumberClaim, fact: Fact, group: readonly Fact[], unit: number): boolean {
  const own = asNumber(fact.value);
  if (fact.metric === "freshness_seconds") {
    return own !== undefined && numberAgrees({ ...claim, isAbout: true }, own / unit);
  }
  return group.some((other) => {
    if (other === fact || other.subject !== fact.subject || !isTime(other.value)) return false;
    const span = Math.abs(Date.parse(String(other.value)) - Date.parse(String(fact.value))) / 1000;
    return numberAgrees({ ...claim, isAbout: true, isWord: false }, span / unit);
  });
}

function isTime(value: Fact["value"]): boolean {
  return typeof value === "string" && /^\d{4,}-\d{2}-\d{2}/.test(value);
}

function isYear(claim: NumberClaim, value: Fact["value"]): boolean {
  return (
    claim.unit === 1 &&
    /^\d{4}$/.test(claim.text.trim()) &&
    String(value).startsWith(`${claim.text.trim()}-`)
  );
}

function asNumber(value: Fact["value"]): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value))
    return undefined;
  return Number(value);
}
