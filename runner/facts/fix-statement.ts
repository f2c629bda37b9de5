import type { Fact } from "#agents-schema/fact.ts";
import { readingOf } from "./backs-number.ts";
import { checkClaim } from "./check-sentence.ts";
import { factsBehind } from "./cited.ts";
import type { AbsoluteClaim, Claim } from "./claim.ts";
import type { Scopes } from "./facts-now.ts";
import { printDateLike, printLike } from "./print-like.ts";
import { dateAgrees } from "./read-dates.ts";
import { readMarks } from "./read-marks.ts";
import { readSentences } from "./read-sentences.ts";
import { readingsOf } from "./readings-of.ts";
import type { Statement } from "./statement.ts";
import type { Said } from "./statement-context.ts";
import { withTexts } from "./with-texts.ts";

/**
 * The same sentence with what holds now: new numbers and dates in the style of the old ones, a simple
 * absolute claim turned into what is true instead. undefined: no such sentence can be made of it.
 */
export function fixStatement(statement: Statement, scopes: Scopes): Statement | undefined {
  const { plain, marks } = readMarks(statement.marked);
  const written = claimsOf(statement, scopes);
  const texts = new Map<Claim, string>();
  for (const one of written) {
    if (checkClaim(one.claim, one.said, scopes.now) === undefined) continue;
    // Not ours to change: the facts never backed it.
    if (checkClaim(one.claim, one.said, scopes.before) !== undefined) continue;
    const text = newText(one, scopes);
    if (text === undefined) return undefined;
    texts.set(one.claim, text);
  }
  const marked = inTwo(statement.marked, withTexts(plain, marks, texts));
  const fixed = { ...statement, marked };
  return countRefused(fixed, scopes) <= countRefusedBefore(written, scopes) ? fixed : undefined;
}

/** `Unique and never null` of which the half is left: `Not unique; never null`. */
function inTwo(before: string, after: string): string {
  if (!/\bunique\b(?: \{[^}]*\})? and\b/i.test(before) || /\bnot unique\b/i.test(before))
    return after;
  return after.replace(
    /(\bnot unique(?: \{[^}]*\})?) and (?=never null\b)/i,
    (_found, first: string) => `${first}; `,
  );
}

interface Written {
  claim: Claim;
  said: Said;
}

function claimsOf(statement: Statement, { now }: Scopes): Written[] {
  const { plain, marks } = readMarks(statement.marked);
  return readSentences(plain, marks, now.names).flatMap((sentence) =>
    sentence.claims.map((claim) => ({ claim, said: { statement, plain, sentence } })),
  );
}

function countRefused(statement: Statement, scopes: Scopes): number {
  return claimsOf(statement, scopes).filter(
    ({ claim, said }) => checkClaim(claim, said, scopes.now) !== undefined,
  ).length;
}

function countRefusedBefore(written: readonly Written[], { before }: Scopes): number {
  return written.filter(({ claim, said }) => checkClaim(claim, said, before) !== undefined).length;
}

function newText(written: Written, { before, now }: Scopes): string | undefined {
  const group = factsBehind(written.claim, written.said, before);
  const groupNow = group.flatMap(({ id }) => now.byId.get(id) ?? []);
  for (const [index, fact] of group.entries()) {
    const factNow = groupNow[index];
    if (factNow === undefined) continue;
    const text = textOf(written, { fact, factNow, group, groupNow });
    if (text !== undefined) return text;
  }
  return undefined;
}

interface Behind {
  fact: Fact;
  factNow: Fact;
  group: readonly Fact[];
  groupNow: readonly Fact[];
}

function textOf(
  { claim, said }: Written,
  { fact, factNow, group, groupNow }: Behind,
): string | undefined {
  switch (claim.kind) {
    case "number": {
      const how = readingOf(claim, fact, group, said)?.how;
      const reading = readingsOf(claim, factNow, groupNow, said).find((one) => one.how === how);
      return how === undefined || reading === undefined
        ? undefined
        : printLike(claim, reading.value);
    }
    case "date":
      return dateAgrees(claim, fact.value) && typeof factNow.value === "string"
        ? printDateLike(claim, factNow.value)
        : undefined;
    case "quoted": {
      const isValue = String(fact.value) === claim.value && typeof factNow.value === "string";
      const isSafe = isValue && /^[\p{L}\p{N} _.:/+-]{1,60}$/u.test(String(factNow.value));
      return isSafe ? `${claim.text[0]}${factNow.value}${claim.text.at(-1)}` : undefined;
    }
    case "absolute":
      return instead(claim, fact, factNow, said);
  }
}

/** What is true instead of a simple absolute claim; undefined: the sentence has to go. */
function instead(
  claim: AbsoluteClaim,
  fact: Fact,
  { value }: Fact,
  { plain }: Said,
): string | undefined {
  const said = claim.text.toLowerCase();
  const isAlone = /^\s*(?:[.,;:!?)]|and\b|but\b|$)/.test(plain.slice(claim.end));
  if (claim.absolute === "unique" && said === "unique" && isAlone) {
    return fact.metric === "is_unique" && value === false
      ? like(claim.text, "not unique")
      : undefined;
  }
  if (fact.metric === "cardinality" && /^(?:one|many)-to-one$/.test(said)) {
    return like(claim.text, String(value));
  }
  if (typeof value !== "number" || !isAlone) return undefined;
  const isNulls = fact.metric === "null_count";
  const rows = `${value.toLocaleString("en-US")} ${value === 1 ? "row" : "rows"}`;
  if (isNulls && value > 0 && /^(?:never|always) null$/.test(said))
    return like(claim.text, `null in ${rows}`);
  if (isNulls && value === 0 && said === "always null") return like(claim.text, "never null");
  if (isNulls && value > 0 && said === "no nulls") {
    return `${value.toLocaleString("en-US")} ${value === 1 ? "null" : "nulls"}`;
  }
  if (fact.metric === "orphan_rows" && value > 0 && /^no orphans?$/.test(said)) {
    return `${value.toLocaleString("en-US")} orphan ${value === 1 ? "row" : "rows"}`;
  }
  return undefined;
}

function like(text: string, words: string): string {
  return /^\p{Lu}/u.test(text) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}
