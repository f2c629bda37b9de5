import type { Fact } from "#agents-schema/fact.ts";
import { factsBehind } from "./cited.ts";
import { dateAgrees } from "./read-dates.ts";
import type { Said, Scope } from "./statement-context.ts";

const reference =
  /\b(?:references|refers? to|points? (?:to|at)|links? to|foreign key (?:to|of)|belongs? to)\s+(?:a row of |rows of |the )?`?(?<name>[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*)/giu;
/** Measures that are in the unit of their column. */
const inUnits = /^(?:min|max|mean|stddev|p\d\d)$/;
const ofPercent = /pct|percent|rate|share|ratio|discount|margin|tax_?rate/i;

/** What is said the wrong way round, or of another end, though each number in it is right; undefined: nothing is. */
export function judgeDirection(said: Said, scope: Scope): string | undefined {
  const { sentence, plain, statement } = said;
  for (const claim of sentence.claims) {
    if (claim.kind !== "number" && claim.kind !== "date") continue;
    const facts = factsBehind(claim, said, scope);
    const before = plain.slice(Math.max(0, claim.start - 14), claim.start);
    // `Before 2012` of a date of 2012: it agrees, so it does not lie before.
    const isTime = facts.some(({ value }) =>
      dateAgrees({ prefixes: [claim.text.trim().slice(0, 4)] }, value),
    );
    if (isTime && /\b(?:before|after|prior to|later than|earlier than)\s+$/i.test(before)) {
      return `"${claim.text.trim()}" is when it is, not what lies before or after it`;
    }
    const [fact] = facts;
    const behind = plain.slice(claim.end, sentence.end).toLowerCase();
    const wrong =
      claim.kind === "number" && fact !== undefined
        ? wrongThing(fact, before, behind, sentence.text)
        : undefined;
    if (wrong !== undefined) return `${fact?.id} is ${fact?.metric}${wrong}`;
    if (claim.kind === "date" || !claim.isPercent || facts.length === 0) continue;
    const isQuantile = facts.some(({ metric }) => /^p\d\d$/.test(metric));
    if (
      !isQuantile &&
      facts.every(({ metric, subject }) => inUnits.test(metric) && !ofPercent.test(subject))
    ) {
      return `${facts[0]?.id} is ${facts[0]?.metric}, which is no share`;
    }
  }
  const column = statement.column?.toLowerCase();
  if (column === undefined || scope.subject === undefined) return undefined;
  const own = scope.facts.filter(
    ({ metric, subject }) =>
      metric === "cardinality" &&
      subject.toLowerCase() === `${scope.subject}.${column}`.toLowerCase(),
  );
  for (const { groups } of sentence.text.matchAll(reference)) {
    const name = groups?.name?.toLowerCase() ?? "";
    if (!name.includes(".") && !scope.names.has(name)) continue;
    if (own.length > 0 && !own.some(({ argument = "" }) => isOf(name, argument.toLowerCase()))) {
      return `no fact says that ${statement.column} refers to ${groups?.name}`;
    }
  }
  return undefined;
}

/** What is counted, or measured in, is another thing than the words around the number say. */
function wrongThing(
  { metric, subject, argument = "", value }: Fact,
  before: string,
  behind: string,
  sentence: string,
): string | undefined {
  const own = subject.toLowerCase();
  if (metric === "max_frequency" && /\bis\s+$/i.test(before)) return ", which is no value";
  if (metric === "row_count" && /\b(?:an?|each|per|one) \w+ of\s+$/i.test(before)) {
    return ", which is of the whole relation";
  }
  const unit = /^\s*(second|minute|hour|day|week|month|year)s?\b/.exec(behind)?.[1];
  if (
    unit !== undefined &&
    inUnits.test(metric) &&
    typeof value === "number" &&
    !own.includes(unit)
  ) {
    return ` of ${subject}, which nobody says is in ${unit}s`;
  }
  if (/^true_/.test(metric)) {
    const denied = /(?:\b(?:not|never|without)|n't)\s+(?:(?:been|an?|the|yet|placed) )*(\w+)/i.exec(
      sentence,
    )?.[1];
    const known = denied === undefined || /^(?:true|set|yes)$/i.test(denied);
    if (!known && !own.includes(denied.toLowerCase())) return `, and "not ${denied}" is not read`;
  }
  const noun = /^\s*of (?:the |all |its )?(\w{3,}?)(?:es|s)?\b/.exec(behind)?.[1];
  if (noun === undefined) return undefined;
  const isOwn = own.includes(noun) && !argument.toLowerCase().includes(noun);
  const isOfParent = !own.includes(noun) && argument.toLowerCase().includes(noun);
  if (metric === "parent_coverage" && isOwn) return `, a share of the rows of ${argument}`;
  if (metric === "reference_coverage" && isOfParent) return `, a share of the rows of ${subject}`;
  return undefined;
}

/** `shop.orders.id` is of `shop.orders`, `orders` and `orders.id`. */
function isOf(name: string, argument: string): boolean {
  return (
    argument === name ||
    argument.startsWith(`${name}.`) ||
    argument.endsWith(`.${name}`) ||
    argument.includes(`.${name}.`)
  );
}
