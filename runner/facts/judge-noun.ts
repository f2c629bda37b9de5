import type { Fact } from "#agents-schema/fact.ts";

const money = /^(?:euros?|eur|dollars?|usd|pounds?|gbp|francs?|chf|yen|cents?)$/;
const stop =
  /^(?:of|in|per|with|and|or|for|as|from|to|that|where|which|who|is|are|was|were|has|have|at|on|by|but|each|every|the|a|an|times|occurs?|contains?|exists?|appears?|means?|plus|minus|versus|vs|across|this|its|less)$/;
const general = new Set(
  "row rows record records entries lines observations values tuples cases items instances data total overall distinct different unique individual ids keys combinations groups categories kinds days weeks months years hours minutes seconds dates thousands millions hundreds".split(
    " ",
  ),
);
/** Words of a relation's name that say nothing of what it holds. */
const minNoun = 4;

/** `121,317 customers` of a count of orders: why the noun behind a number is none that the fact counts. */
export function judgeNoun(fact: Fact, behind: string): string | undefined {
  const words: string[] = [];
  for (const [word] of behind.matchAll(/^\s*[a-z_-]+|(?<=[a-z])\s+[a-z_-]+|[^\sa-z]/g)) {
    const said = word.trim();
    if (!/^[a-z]/.test(said) || stop.test(said) || words.length === 3) break;
    words.push(said);
  }
  const isCount = /_(?:count|rows|keys|frequency)$|^row_count$/.test(fact.metric);
  const coin = words.find((word) => money.test(word));
  if (isCount && coin !== undefined) return `${fact.id} is ${fact.metric}, which is not in ${coin}`;
  if (fact.metric !== "row_count" && fact.metric !== "distinct_count") return undefined;
  const noun = words.findLast((word) => word.length >= minNoun && /[^s]s$/.test(word));
  if (noun === undefined || words.some((word) => general.has(word))) return undefined;
  // Of a column only its own name: two statuses of orders are no two orders.
  const of = fact.metric === "row_count" ? fact.subject : fact.subject.split(".").at(-1);
  const about = `${of} ${fact.argument ?? ""}`.toLowerCase();
  const isIts = words.some((word) => word.length > 2 && about.includes(stemOf(word)));
  return isIts
    ? undefined
    : `${fact.id} is ${fact.metric} of ${fact.subject}, which counts no ${noun}`;
}

function stemOf(word: string): string {
  return word.replace(/ies$|(?<=s|x|ch|sh|z)es$|s$/, "");
}
