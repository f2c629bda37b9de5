import type { Fact } from "#agents-schema/fact.ts";
import type { Claim } from "./claim.ts";
import { judgeNoun } from "./judge-noun.ts";
import type { Clause, Sentence } from "./read-sentences.ts";

/** Words that say which measure a number is, and the metrics that they may mean. */
const roles: readonly (readonly [string, RegExp, readonly string[]])[] = [
  [
    "the minimum",
    /\b(?:minimum|min|smallest|lowest|earliest|oldest|shortest|least recent|starts?|begins?|since|cheapest|bottoms? out|floor)\b/,
    ["min", "min_length"],
  ],
  [
    "the maximum",
    /\b(?:maximum|max|largest|highest|latest|newest|longest|most recent|up to|ends?|until|greatest|biggest|reach(?:es)?|peaks?|tops? out|ceiling)\b/,
    ["max", "max_length", "children_max"],
  ],
  [
    "the most frequent value",
    /\b(?:most (?:frequent|common|often)|commonest|largest group|biggest group|occurs?|times|repeat\w*|appears?|shared)\b/,
    ["max_frequency"],
  ],
  ["the mean", /\b(?:mean|average|averages|avg|on average|averaging)\b/, ["mean", "mean_length"]],
  ["the median", /\bmedian\b/, ["p50", "children_p50"]],
  ["the standard deviation", /\bstandard deviation|\bstddev\b/, ["stddev"]],
];
/** Measures that are said only when one of these words is in the sentence. */
const needed: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^mean$|^mean_length$/, /\b(?:means?|averag\w*|avg)\b/, "the mean"],
  [
    /^(?:min|max)$/,
    /\b(?:min\w*|max\w*|smallest|largest|lowest|highest|earliest|latest|oldest|newest|first|last|from|to|until|till|through|between|up|rang\w*|starts?|started|begins?|ends?|ended|reach\w*|at (?:least|most)|shortest|longest|cheapest|greatest|biggest|most recent\w*|than|over|under|above|below|exceed\w*|since|peak\w*|values?|constant|always|single|same|tops?|goes|covers?|spans?|negative|positive|zero|never|no|runs?|day|extends?|stops?|back)\b|[–—-]/,
    "an end of the values",
  ],
  [/^stddev$/, /\b(?:deviation|stddev|spread|sd)\b/, "the standard deviation"],
  [/^p50$|^children_p50$/, /\b(?:median|half|typical\w*|middle|p50|50(?:th|\s?%))/, "the median"],
  [
    /^p(?:05|25|75|95)$|^children_p95$/,
    /\b(?:percentile|quantile|quartile|p(?:0?5|25|75|95)|(?:5|25|75|95|50|90)(?:th)?\b|half|most|middle|quarter|nine|ninety|inter-?quartile)/,
    "a quantile",
  ],
  [
    /^null_(?:count|share)$/,
    /\b(?:nulls?|missing|empty|unknown|without|unset|blank|absent|lacks?|no|not|never|non-?null|filled|populated|present|set|has a value|have a value|values?|given|mandatory|complete|known|always|unpopulated|recorded|available)\b/,
    "nulls",
  ],
  [
    /^distinct_count$/,
    /\b(?:distinct|different|unique\w*|values?|one|only|single|constant|same|cardinality|categor\w+|kinds?|variet\w+|individual|across|varies|keys?)\b|\b\w+s\b/,
    "distinct values",
  ],
  [
    /^max_frequency$/,
    /\b(?:most|times|repeat\w*|occurs?|appears?|shared?|often|once|frequen\w+|common\w*|duplicat\w*|unique\w*|same|largest|up to|single|constant)\b/,
    "how often a value repeats",
  ],
  [/^zero_count$/, /\b(?:zero\w*|0|free)\b/, "zeros"],
  [/^negative_count$/, /\b(?:negative\w*|below|positive|refunds?|minus|>= 0)\b/, "negative values"],
  [
    /^orphan_|^reference_coverage$/,
    /\b(?:orphan\w*|parents?|match\w*|found|find\w*|exists?|has|have|belongs?|refer\w*|coverage|covered|covers?|without|missing|unmatched|join\w*|resolv\w*|integrity|points?|lacks?|every|each)\b/,
    "the parent",
  ],
  [/^true_(?:count|share)$/, /\b(?:true|yes|flag\w*|are|is|set|marked|false)\b/, "true"],
  [/^future_count$/, /\bfuture\b/, "the future"],
  [/^empty_count$/, /\b(?:empty|blank)\b/, "empty texts"],
  [/^untrimmed_count$/, /\b(?:spaces?|blanks?|whitespace|trim\w*|untrimmed)\b/, "outer spaces"],
  [/^nan_count$/, /\bnans?\b|\bnot a number\b/, "NaN"],
  [/^infinite_count$/, /\binfinit\w+/, "infinity"],
  [
    /^(?:min|max|mean)_length$/,
    /\b(?:characters?|letters?|digits?|chars?|long|length|longest|shortest)\b/,
    "its length",
  ],
  [
    /^duplicate_rows$/,
    /\b(?:duplicat\w*|unique\w*|together|key|repeat\w*|one row|identif\w+|combination|each row|grain|same)\b/,
    "duplicates",
  ],
  [/^singleton_count$/, /\bonce\b|\bsingle\w*\b|\bunique\b/, "values that occur once"],
  [
    /^pattern_share$/,
    /\b(?:pattern|shape|format\w*|form|looks?|like|written|of the kind|follow\w*)\b/,
    "the shape",
  ],
  [
    /^(?:parent_coverage|children_)/,
    /\b(?:\w+s|per|each|every|child\w*|parents?|have|has|used|referenced)\b/,
    "its children",
  ],
];
/** Nouns behind a number, and the metrics that may count them. */
const units: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:rows?|records?|entries)\b/,
    /^(?!.*(?:length|distinct|orphan_keys|^mean|^stddev|^p\d\d$|^min$|^max$|freshness))/,
  ],
  [/^(?:nulls?|missing)\b/, /^null_/],
  [
    /^(?:distinct|different|unique)\b/,
    /^(?:distinct_count|orphan_keys|row_count|singleton_count|is_unique)$/,
  ],
  [/^(?:characters?|letters?|chars?)\b/, /_length$/],
  [/^(?:orphans?|orphaned)\b/, /^orphan_/],
  [/^duplicates?\b/, /^duplicate_rows$|^max_frequency$/],
  [/^zeros?\b/, /^zero_count$|^share$/],
  [/^negatives?\b/, /^negative_count$/],
  [
    /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b/,
    /^(?:freshness_seconds|min|max|mean|stddev|p\d\d|distinct_count|share)$/,
  ],
];

/** Why a fact cannot stand for what is said here, though its value agrees; undefined: it can. */
export function judgeRole(
  claim: Claim,
  fact: Fact,
  sentence: Sentence,
  clause: Clause,
  plain: string,
): string | undefined {
  const whole = sentence.text.toLowerCase();
  for (const [metric, words, name] of needed) {
    if (metric.test(fact.metric) && !words.test(whole)) {
      return `${fact.id} is ${fact.metric}, and the sentence does not speak of ${name}`;
    }
  }
  if (claim.kind !== "number" && claim.kind !== "date") return undefined;
  const other = judgePredicate(claim, fact, sentence, plain);
  if (other !== undefined) return other;
  const windowText = windowOf(claim, sentence, clause, plain) + asideOf(claim, sentence, plain);
  const quantile = quantileIn(windowText);
  if (quantile !== undefined && !fact.metric.endsWith(`p${quantile}`)) {
    return `${fact.id} is ${fact.metric}, and the sentence speaks of the ${Number(quantile)}% quantile`;
  }
  const said = roles.filter(([, words]) => words.test(windowText));
  if (said.length > 0 && !said.some(([, , metrics]) => metrics.includes(fact.metric))) {
    const isOther = roles.some(([, , metrics]) => metrics.includes(fact.metric));
    if (isOther) {
      return `${fact.id} is ${fact.metric}, and the sentence speaks of ${said.map(([name]) => name).join(" and ")}`;
    }
  }
  const wrongEnd = judgeBound(
    claim,
    fact,
    said.map(([name]) => name),
  );
  if (wrongEnd !== undefined) return wrongEnd;
  if (claim.kind === "date" || claim.isPercent) return undefined;
  const behind = plain.slice(claim.end, sentence.end).toLowerCase().trimStart();
  const unit = units.find(([noun]) => noun.test(behind));
  if (unit !== undefined && !unit[1].test(fact.metric)) {
    return `${fact.id} is ${fact.metric}, which is not counted in ${unit[0].exec(behind)?.[0]}`;
  }
  return claim.kind === "number" && !claim.isRatio ? judgeNoun(fact, behind) : undefined;
}

/** `At least 180` of the longest: nothing is longer, and nobody measured that nothing is shorter. */
function judgeBound(claim: Claim, fact: Fact, said: readonly string[]): string | undefined {
  if (claim.kind !== "number" || claim.bound === undefined) return undefined;
  const isLow = claim.bound === "at least" || claim.bound === "over";
  const isEnd = isLow ? /^max$|^max_length$|^children_max$/ : /^min$|^min_length$/;
  if (!isEnd.test(fact.metric) || said.includes(isLow ? "the maximum" : "the minimum")) {
    return undefined;
  }
  return `${fact.id} is ${fact.metric}, and the sentence says "${claim.bound}"`;
}

/** What a share is said to be of, right behind it, and the metrics that may be meant. */
const predicates: readonly (readonly [string, RegExp])[] = [
  ["(?:null|nulls|missing)", /^null_/],
  ["(?:zeros?)", /^zero_count$|^share$/],
  ["(?:negative)", /^negative_count$/],
  ["(?:empty|blank)", /^(?:empty_count|null_share|null_count)$/],
  ["(?:orphans?|orphaned|unmatched)", /^orphan_|^reference_coverage$/],
  ["(?:unique)", /^(?:singleton_count|distinct_count)$/],
  ["(?:true|false)", /^true_|^share$/],
];

/** `58% {F4} of the rows are null`: then F4 has to count nulls. */
function judgePredicate(
  claim: Claim,
  fact: Fact,
  sentence: Sentence,
  plain: string,
): string | undefined {
  const behind = plain.slice(claim.end, sentence.end).toLowerCase();
  for (const [word, metrics] of predicates) {
    const said = new RegExp(
      `^\\s*(?:of (?:the |all |its |these )?[\\w\`]+\\s+)?(?:(?:rows|values|records)\\s+)?(?:is|are|were|being)\\s+(${word})\\b`,
    ).exec(behind);
    if (said !== null && !metrics.test(fact.metric)) {
      return `${fact.id} is ${fact.metric}, and the sentence says what is ${said[1]}`;
    }
  }
  return undefined;
}

/** `95th percentile`, `p95`, `upper quartile`: its two digits. */
function quantileIn(text: string): string | undefined {
  const digits =
    /\b(\d{1,2})(?:st|nd|rd|th|\s?%|\s?percent)?[\s-](?:percentile|quantile)\b/.exec(text)?.[1] ??
    /\bp(\d{1,2})\b/.exec(text)?.[1];
  if (digits !== undefined) return digits.padStart(2, "0");
  if (/\b(?:lower|first|1st|bottom) quartile\b/.test(text)) return "25";
  return /\b(?:upper|third|3rd|top) quartile\b/.test(text) ? "75" : undefined;
}

/** `53 {F57} (median)`, `53 {F57} is the median`: what stands behind a number is said of it. */
function asideOf(claim: Claim, sentence: Sentence, plain: string): string {
  const mark = sentence.marks.find(({ at }) => at >= claim.end);
  const behind = plain.slice(mark?.at ?? claim.end, sentence.end);
  const aside =
    /^\s*(\([^)\d]*\))/.exec(behind) ??
    /^\s*(?:is|was|being) ((?:the|its) [^\d,.;()]*)/.exec(behind);
  return aside === null ? "" : ` ${aside[1]?.toLowerCase()}`;
}

/** What is said around a number: up to the claims and marks beside it, within its clause. */
function windowOf(claim: Claim, sentence: Sentence, clause: Clause, plain: string): string {
  const others = sentence.claims.filter(
    (other) => other !== claim && (other.kind === "number" || other.kind === "date"),
  );
  const marks = sentence.marks.map(({ at }) => at);
  const starts = [clause.start, ...others.map(({ end }) => end), ...marks].filter(
    (at) => at <= claim.start,
  );
  const ends = [clause.end, ...others.map(({ start }) => start), ...marks].filter(
    (at) => at >= claim.end,
  );
  return plain.slice(Math.max(...starts), Math.min(...ends)).toLowerCase();
}
