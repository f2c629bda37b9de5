import type { Fact } from "#agents-schema/fact.ts";
import type { NumberClaim } from "./claim.ts";
import { kindOf } from "./facts-about.ts";
import { saysRest } from "./says-rest.ts";
import type { Said } from "./statement-context.ts";

/** One way in which facts can be read as a number of a text. */
export interface Reading {
  /** The same way finds the new number when the data has changed. */
  how: string;
  /** In the unit of the text: percent for a percentage. */
  value: number;
  /** What is computed from several is said roughly. */
  isLoose?: boolean;
  /** A value of the column, such as its largest. */
  isEnd?: boolean;
}

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
const quantileWords =
  /\b(?:below|above|at most|less|under|up to|between|within|exceed\w*|more|over|lies?|from|middle|least|percentile|quantile|quartile)\b/i;

/** All ways to read a fact, with those cited beside it, as what a number says. */
export function readingsOf(
  claim: NumberClaim,
  fact: Fact,
  group: readonly Fact[],
  said: Said,
): readonly Reading[] {
  const others = group.filter((other) => other.id !== fact.id);
  if (claim.isPercent) return asPercent(claim, fact, others, said);
  if (claim.isRatio) return asRatio(fact, others);
  const behind = said.plain.slice(claim.end, said.sentence.end).trimStart().toLowerCase();
  const unit = seconds.find(([noun]) => noun.test(behind))?.[1];
  const counts = asCount(fact, others, unit);
  return isOpposite(fact, clauseText(claim, said))
    ? counts.filter(({ how }) => how !== "value")
    : counts;
}

function clauseText(claim: NumberClaim, { plain, sentence }: Said): string {
  const clause = sentence.clauses.find(
    ({ start, end }) => start <= claim.start && claim.start < end,
  );
  return plain.slice(clause?.start, clause?.end);
}

/** `485 rows are filled` of a count of nulls. */
function isOpposite(fact: Fact, clause: string): boolean {
  if (fact.metric === "null_count")
    return saysRest({ ...fact, metric: "null_share" }, clause) === "rest";
  if (fact.metric === "true_count")
    return saysRest({ ...fact, metric: "true_share" }, clause) === "rest";
  if (fact.metric !== "orphan_rows") return false;
  return saysRest({ ...fact, metric: "reference_coverage" }, clause) === "share";
}

function asPercent(claim: NumberClaim, fact: Fact, others: readonly Fact[], said: Said): Reading[] {
  const value = numberOf(fact.value);
  if (value === undefined) return [];
  // A bound denies nothing.
  const text = said.sentence.text.replace(/\b(?:no|not) (?:more|less|fewer) than\b/gi, " ");
  switch (kindOf(fact)) {
    case "share": {
      const saying = saysRest(fact, clauseText(claim, said));
      if (saying === "rest") return [{ how: "rest", value: (1 - value) * 100 }];
      const same = others.filter((one) => kindOf(one) === "share" && one.subject === fact.subject);
      const sum = same.reduce((total, one) => total + (numberOf(one.value) ?? 0), value);
      return [
        { how: "share", value: value * 100 },
        ...(same.length > 0 && sum <= 1 + 1e-9 ? [{ how: "sum", value: sum * 100 }] : []),
        ...(saying === "either" && negation.test(text)
          ? [{ how: "rest", value: (1 - value) * 100 }]
          : []),
      ];
    }
    case "count":
      return others.flatMap((whole): Reading[] => {
        const total = kindOf(whole) === "count" ? numberOf(whole.value) : undefined;
        if (total === undefined || total < value || total === 0) return [];
        return [
          { how: `of ${whole.id}`, value: (value / total) * 100 },
          ...(negation.test(text)
            ? [{ how: `rest of ${whole.id}`, value: (1 - value / total) * 100 }]
            : []),
        ];
      });
    case "value":
      return [
        ...(isQuantile(claim, [fact, ...others]) && quantileWords.test(text)
          ? [{ how: "quantile", value: claim.value }]
          : []),
        // A column that holds percentages, or shares.
        { how: "value", value },
        ...(Math.abs(value) <= 1 ? [{ how: "hundredfold", value: value * 100 }] : []),
      ];
    default:
      return [];
  }
}

/** `95% lie at or below 12`: the percentage names the quantile. */
function isQuantile(claim: NumberClaim, facts: readonly Fact[]): boolean {
  if (claim.isAbout) return false;
  const at = facts.flatMap(({ metric }) => /^p(\d\d)$/.exec(metric)?.[1] ?? []).map(Number);
  return (
    at.some((one) => one === claim.value || 100 - one === claim.value) ||
    at.some((low) => at.some((high) => high - low === claim.value))
  );
}

function asCount(fact: Fact, others: readonly Fact[], unit: number | undefined): Reading[] {
  const kind = kindOf(fact);
  const value = numberOf(fact.value);
  if (isTime(fact.value)) {
    const year = { how: "year", value: Number(String(fact.value).slice(0, 4)) };
    const spans = others.flatMap((other): Reading[] => {
      if (unit === undefined || other.subject !== fact.subject || !isTime(other.value)) return [];
      const span = Math.abs(Date.parse(String(other.value)) - Date.parse(String(fact.value)));
      return [{ how: `since ${other.id}`, value: span / 1000 / unit, isLoose: true }];
    });
    return unit === undefined ? [year] : spans;
  }
  if (fact.metric === "freshness_seconds") {
    if (value === undefined || unit === undefined) return [];
    return [{ how: "age", value: value / unit, isLoose: unit > 1 }];
  }
  if (kind === "share") {
    const argument = fact.argument?.trim() ?? "";
    return [
      ...(argument !== "" && Number.isFinite(Number(argument))
        ? [{ how: "argument", value: Number(argument) }]
        : []),
      ...(value === undefined ? [] : [{ how: "fraction", value }]),
    ];
  }
  if (value === undefined || kind === "flag" || kind === "text") return [];
  const rests = others.flatMap((other): Reading[] => {
    // `1,200 rows have a value`: all but the nulls.
    const rest = Math.abs((numberOf(other.value) ?? Number.NaN) - value);
    const isRest = kind === "count" && kindOf(other) === "count" && other.metric !== fact.metric;
    return isRest && rest > 0 ? [{ how: `less ${other.id}`, value: rest }] : [];
  });
  return [{ how: "value", value, isEnd: kind === "value" }, ...rests];
}

function asRatio(fact: Fact, others: readonly Fact[]): Reading[] {
  const value = numberOf(fact.value);
  return others.flatMap((other): Reading[] => {
    const base = numberOf(other.value);
    if (value === undefined || base === undefined || base === 0) return [];
    return [{ how: `times ${other.id}`, value: value / base, isLoose: true }];
  });
}

function isTime(value: Fact["value"]): boolean {
  return typeof value === "string" && /^\d{4,}-\d{2}-\d{2}/.test(value);
}

function numberOf(value: Fact["value"]): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(value))
    return undefined;
  return Number(value);
}
