import type { Absolute, AbsoluteClaim, Span } from "./claim.ts";
import { isWithin } from "./read-numbers.ts";

const row = "(?:rows?|records?|values?|entries|lines?|of them)";

/** In this order: what a pattern has taken, those below do not see. */
const patterns: readonly (readonly [Absolute, string])[] = [
  ["one-to-one", "\\bone[- ]to[- ]one\\b|(?<![\\w:])1:1(?![\\w:])"],
  [
    "many-to-one",
    "\\b(?:many|several|multiple) (?!rows\\b)(?:\\w+ ){1,3}?(?:(?:may|can) )?(?:belong to|share|refer to|point to) (?:one|the same|a single)\\b|\\bmany[- ]to[- ]one\\b|(?<![\\w:])[nm]:1(?![\\w:])",
  ],
  ["one-to-many", "\\bone[- ]to[- ]many\\b|(?<![\\w:])1:[nm](?![\\w:])"],
  ["many-to-many", "\\bmany[- ]to[- ]many\\b|(?<![\\w:])[nm]:[nm](?![\\w:])"],
  [
    "one row per",
    `\\bone (?:row|record|line|entry) (?:per|for (?:each|every)|of (?:each|every)|each)\\b|\\b(?:each|every|a|one) (?:row|record|line) (?:is|represents|describes|holds|records|stands for|corresponds to|shows|captures) (?:an?|one|exactly one|a single)\\b`,
  ],
  [
    "not unique",
    "(?:\\b(?:not|never|non)|n't)[ -](?:\\w+ ){0,2}?unique\\b|\\bnot (?:the|a) (?:primary |candidate )?key\\b|\\b(?:has|have|contains?|with|some|holds) duplicates?\\b|\\bvalues? repeats?\\b|\\boccurs? more than once\\b|\\bshared by (?:several|many|multiple)\\b|\\bnon-?unique\\b",
  ],
  [
    "row key",
    "\\bidentif(?:ies|ying|y) (?:each|every|one|exactly one|a single|a|the) (?:row|record|line)s?\\b|\\b(?:primary|candidate) key\\b|\\b(?:key|part of the key) of (?:this|the) (?:relation|table|model)\\b|\\bpart of the key\\b",
  ],
  [
    "unique",
    `\\bunique(?:ly|ness)?\\b|\\b(?:no|without(?: any)?|free of|zero) duplicat\\w+|\\bduplicate-free\\b|\\bnever (?:repeats?|repeated|duplicated|reused)\\b|\\bno two (?:\\w+ ){1,2}(?:share|have|are)\\b|\\b(?:each|every|no) value (?:occurs|appears|stands) (?:exactly |only |more than )?once\\b|\\b(?:distinct|different) (?:for|in|on|across) (?:every|each|all) ${row}|\\bdistinct throughout\\b`,
  ],
  [
    "sometimes null",
    `\\b(?:sometimes|often|mostly|partly|occasionally|partially|rarely|usually) (?:null|missing|unset)\\b|\\b(?:may|can|could) be (?:null|missing)\\b|\\b(?:has|have|contains?|holds?|with) (?:some |many |few )?(?:nulls?|missing values?)\\b|\\bnullable\\b|\\bsome ${row} are (?:null|missing)\\b|\\bnull in (?:some|a few|several|many) |\\bnot always (?:set|filled|present|populated|given|known)\\b`,
  ],
  [
    "always null",
    `\\balways (?:null|missing|unset)\\b|\\bonly nulls?\\b|\\b(?:all|every)(?: ${row})?(?: is| are)? null\\b|\\bnull (?:in|for|on) (?:every|all|each)\\b|\\b(?:entirely|completely|fully) (?:null|empty|unset)\\b|\\bnever (?:set|filled|populated|present|given|used|has a value|non-null|not null)\\b|\\bno (?:values|value at all|non-null values?)\\b|\\bwithout any values?\\b`,
  ],
  [
    "never null",
    `\\bnever (?:\\w+ )?(?:null|missing|absent|unset)\\b|\\b(?:no|zero|without(?: any)?) (?:nulls?|null values?|missing values?|missing)\\b|\\bnon-?null (?:in|for|on) (?:every|all|each)\\b|\\bnull-free\\b|\\bnone (?:is|are) (?:null|missing)\\b|\\bno ${row} (?:is|are|has|have) (?:null|missing|nulls?|no value)\\b|\\balways (?:present|filled|set|populated|given|known|available|has a value|non-null|not null|recorded|specified)\\b|\\bfully (?:populated|filled)\\b|\\b(?:populated|filled|set|present|given|recorded|specified) (?:in|for|on) (?:every|all|each)\\b|\\b(?:is|are) (?:complete|mandatory)\\b|\\bmandatory\\b|\\b(?:every|each) row has a value\\b|\\ball rows have a value\\b|\\bcan(?:not|'t| not| never) be null\\b|\\bnot nullable\\b|\\bnot null\\b|\\bnull in (?:no|none)\\b`,
  ],
  [
    "constant",
    `\\bconstant(?:ly)?\\b|\\b(?:the )?same(?: value)? (?:in|for|on|across|throughout) (?:every|all|each)\\b|\\bidentical (?:in|for|on|across) (?:every|all|each)?\\b|\\bidentical\\b|\\ba single (?:distinct )?value\\b|\\b(?:only|just|exactly) one (?:distinct )?value\\b|\\bone distinct value\\b|\\balways the same\\b|\\b(?:does not|never) (?:vary|varies|changes?)\\b|\\balways (?:true|false)\\b|\\balways(?= ['"\`‘“])|\\b(?:true|false) (?:in|for|on) (?:every|all|each)\\b`,
  ],
  [
    "every parent has a child",
    "\\bevery parent\\b|\\ball parents\\b|\\beach parent\\b|\\bno parent(?:s)? (?:is|are|goes) (?:without|unused)\\b",
  ],
  [
    "some orphans",
    "\\b(?:some|not all|not every)\\b[^.;,]{0,60}\\b(?:orphans?|orphaned|without (?:a )?(?:parent|match)|no parent|unmatched)\\b|\\b(?:has|have|with|contains?) orphans\\b|\\bsome (?:\\w+ )?\\w+s have no\\b",
  ],
  [
    "no orphans",
    `\\b(?:no|zero|without(?: any)?|free of) orphan\\w*|\\b(?:full|complete|perfect|total) (?:coverage|referential integrity|match)\\b|\\breferential integrity (?:is )?(?:clean|intact|complete|holds|perfect)\\b|\\bclean referential integrity\\b|\\b(?:every|each|all) (?:\\S+ ){1,5}?(?:has|have|belongs?|match(?:es)?|finds?|refers?|exists?|points?|resolves?|joins?)\\b(?= (?:a|an|the|to|its?|their|exactly|one|at|in|on|with|\`))|\\bno (?:\\S+ ){1,3}?(?:is|are|goes|stands?) without (?:a|an|its)\\b|\\balways (?:has a parent|have a parent|match(?:es)?|finds?|found in|exists? in|resolves?)\\b|\\bnone (?:is|are) (?:orphaned|unmatched|without)\\b|\\bnever (?:orphaned|unmatched|without a)\\b`,
  ],
  ["exactly one parent", "\\bexactly one\\b|\\ba single parent\\b"],
  ["at most one child", "\\bat most one\\b|\\bno more than one\\b|\\bat most once\\b"],
  [
    "only these",
    `\\b(?:no|without) other values?\\b|\\bthe (?:rest|remainder)(?= (?:is |are |being )?['"\`‘“])|\\bnothing (?:else|but)\\b|\\b(?:only|exclusively)(?= (?:the values? |ever |takes? |holds? |contains? |either )?['"\`‘“])|\\b(?:takes|holds|contains|has|have|is) (?:only|exclusively)\\b|\\b(?:either|one of)(?: the(?: \\w+)?(?: values)?)?:?(?= ['"\`‘“])|\\b(?:the|its|all) (?:possible |distinct |only )?values are(?=:? ['"\`‘“])|\\b(?:only|the) (?:possible )?values?(?: that occurs?)?(?: is| are|:)(?= ['"\`‘“])`,
  ],
  [
    "never negative",
    `\\bnever (?:negative|below (?:zero|0))\\b|\\b(?:no|zero|without(?: any)?) negatives?(?: \\w+)?\\b|\\bnon-?negative\\b|\\bnot negative\\b|\\bnone (?:is|are) negative\\b|\\bno ${row} (?:is|are) negative\\b`,
  ],
  [
    "always positive",
    `\\b(?:always|only|strictly|all(?: ${row} are)?) positive\\b|\\balways (?:above|greater than|over) (?:zero|0)\\b`,
  ],
  [
    "never zero",
    `\\bnever (?:zero|0)\\b|\\b(?:no|without(?: any)?) zero(?:e?s| values)?\\b|\\bno ${row} (?:is|are) (?:zero|0)\\b`,
  ],
  [
    "never empty",
    `\\bnever (?:an |a )?(?:empty|blank)\\b|\\b(?:no|zero|without(?: any)?) (?:empty|blank)(?: \\w+)?\\b|\\bno ${row} (?:is|are) (?:empty|blank)\\b`,
  ],
  [
    "never in the future",
    "\\b(?:never|not|none|no \\w+)(?: \\S+){0,3} in the future\\b|\\b(?:no|without) future (?:\\w+)\\b|\\bnone (?:is|are|lies?) in the future\\b",
  ],
  [
    "never untrimmed",
    "\\b(?:no|without|never|zero) (?:\\w+ )?(?:leading|trailing|surrounding|stray|outer) (?:\\w+ )?(?:spaces?|blanks?|whitespace)\\b|\\balways trimmed\\b|\\b(?:no|never) untrimmed\\b",
  ],
  ["no nan", "\\b(?:no|never|without|zero) nans?\\b"],
  ["no infinity", "\\b(?:no|never|without|zero) infinit\\w+"],
  ["gapless", "\\b(?:no|without(?: any)?|zero) gaps?\\b|\\bgap(?:less|-free)\\b|\\bcontiguous\\b"],
  [
    "ordered",
    "\\bsequential(?:ly)?\\b|\\bmonoton\\w+|\\b(?:in|de)creasing(?:ly)?\\b|\\bsorted\\b|\\balways (?:rises|grows|falls)\\b|\\bconsecutive(?:ly)?\\b|\\b(?:in )?(?:as|des)cending(?: order)?\\b",
  ],
  [
    "most frequent",
    "\\bmost (?:frequent|common|often)\\b|\\bcommonest\\b|\\blargest (?:group|share)\\b|\\btop values?\\b",
  ],
  [
    "mostly",
    "\\b(?:mostly|predominantly|overwhelmingly)\\b(?! (?:used?|for|by|useful|of interest)\\b)|\\b(?:usually|typically|generally|mainly|largely)(?= ['\"`‘“])|\\b(?:the |a )?(?:vast |large |clear )?majority\\b|\\bmost (?:of\\b|(?!(?:queries|analyses|reports|questions|purposes|dashboards|joins|consumers|metrics|uses)\\b)[a-z_]+s\\b)",
  ],
  [
    "more than another",
    "\\bmore (?:frequent|common|often)(?:ly)? than(?= ['\"`‘“])|\\boutnumbers?\\b",
  ],
  [
    "even",
    "\\b(?:evenly|equally) (?:split|distributed|divided|frequent|common|spread)\\b|\\bas (?:frequent|common|often) as\\b",
  ],
  [
    "rarely",
    "\\b(?:rarely|seldom|hardly ever|scarcely|infrequently)\\b(?! (?:used?|needed|queried|useful)\\b)",
  ],
  [
    "not absolute",
    "(?:\\bnot|n't) (?:all|every|always|only|each|entirely|completely|exclusively)\\b",
  ],
  [
    "absolute",
    `(?<![-\\w])(?:always|never|all|every(?:where|one|thing|body)?|each|only|none|nobody|nothing|entirely|exclusively|invariably|without exception|without any|completely|fully|perfectly?|guaranteed|solely|strictly|no(?= [a-z\`'"])|zero(?= [a-z]+s\\b)|neither)(?![-\\w])`,
  ],
];
const compiled = patterns.map(
  ([absolute, source]) => [absolute, new RegExp(source, "gi")] as const,
);

/** Phrases that only look absolute. */
const harmless =
  /\b(?:each other|at all|all-time|above all|after all|no longer|no need|no matter|all in all|not only|if only|by no means|no more than|no less than|no fewer than|nothing more|each of (?:the )?(?:which|them)|first of all|of all (?:the )?(?:rows|records|values|\w+s)|of (?:each|every)|per (?:each|every)|among all|across all|out of all|over all|all of the above|every (?:day|week|month|quarter|year|hour|minute|time)|each time)\b/gi;

/** What a text says of every row, or of none. Nothing within the spans that are taken begins one. */
export function readAbsolutes(text: string, taken: readonly Span[]): AbsoluteClaim[] {
  const found: AbsoluteClaim[] = [];
  const skipped = [...text.matchAll(harmless)].map((match) => spanOf(match));
  for (const [absolute, pattern] of compiled) {
    for (const match of text.matchAll(pattern)) {
      const span = spanOf(match);
      if (isWithin(taken, span.start)) continue;
      if (found.some((claim) => claim.start < span.end && span.start < claim.end)) continue;
      const isGeneric = absolute === "absolute" || absolute === "no orphans";
      if (isGeneric && skipped.some(({ start, end }) => start <= span.start && span.start < end)) {
        continue;
      }
      if (!isSaid(absolute, match[0].toLowerCase(), text, span)) continue;
      found.push({ kind: "absolute", ...span, text: match[0], absolute });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

/** Words that mean something else where they stand: `12 unique values`, `where x is not null`. */
function isSaid(absolute: Absolute, said: string, text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - 60), start);
  const after = text.slice(end, end + 40);
  if (absolute === "unique" && said.startsWith("unique")) {
    const isCounted =
      /(?:\d\S*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|number of|counts? of|count|counts|counting|how many|list of|million|thousand|different))\s+$/i;
    return !(isCounted.test(before) && /^\s+\w/.test(after));
  }
  if (/^no\b/.test(said)) {
    // `12 rows have no parent`: some have none.
    return !/(?:\d|\b(?:half|thirds?|quarters?|percent|few|some|several|most|many)\b)[^.;]*\b(?:have|has|had|with|show|lists?)\s+$/i.test(
      before,
    );
  }
  if (absolute === "never null" && said === "not null") {
    return !(
      /\b(?:where|if|when|while|whether|unless|until)\b[^.;]*$/i.test(before) ||
      /(?:\d\s?%|\d|percent|half|third|quarters?|of the \w+|share of \w+)[^.;,]*$/i.test(before) ||
      /^\s+(?:in|for|on)\s+(?:about |around |~)?(?:\d|half|most|some)/i.test(after)
    );
  }
  return true;
}
