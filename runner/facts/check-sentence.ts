import type { Fact } from "#agents-schema/fact.ts";
import { backsNumber } from "./backs-number.ts";
import { checkQuoted } from "./check-quoted.ts";
import { clauseOf, factsOf, marksFor, sayFact, short, speaksOf } from "./cited.ts";
import type { AbsoluteClaim, Claim, DateClaim } from "./claim.ts";
import { isNamed } from "./facts-about.ts";
import { isOfCode } from "./is-of-code.ts";
import { judgeRole } from "./judge-role.ts";
import { proveAbsolute } from "./prove-absolute.ts";
import { dateAgrees } from "./read-dates.ts";
import type { Clause, Sentence } from "./read-sentences.ts";
import type { Said, Scope } from "./statement-context.ts";

/** Verbs that begin an advice: what it says of all rows is no claim about the data. */
const advice =
  /^[\s\-•*]*(?:(?:always|never|only|please|do not|don't|instead,?|then|to \w+,?)\s+)*(?:use|join|filter|aggregate|group|count|prefer|treat|sum|do|don't|avoid|exclude|include|divide|multiply|average|compare|sort|order|cast|convert|read|keep|select|take|apply|pick|restrict|deduplicate|drop|ignore|add|choose|query|call|combine|partition)\b/i;

/** Why one sentence does not hold; undefined: it does. */
export function checkSentence(said: Said, scope: Scope): string | undefined {
  const { sentence, statement, plain } = said;
  for (const claim of sentence.claims) {
    const reason = checkClaim(claim, said, scope);
    if (reason !== undefined) return reason;
  }
  for (const mark of sentence.marks) {
    const stray = factsOf([mark], scope).find((fact) => !speaksOf(fact, said, scope));
    if (stray !== undefined) {
      return `${stray.id} is about ${stray.subject}${stray.argument === undefined ? "" : ` (${stray.argument})`}, which "${short(plain.slice(sentence.start, sentence.end))}" does not name`;
    }
  }
  return rangeReason(said) ?? optionReason(statement, sentence, scope);
}

/** Why one claim is not backed; undefined: it is. */
export function checkClaim(claim: Claim, said: Said, scope: Scope): string | undefined {
  const clause = clauseOf(claim, said.sentence);
  switch (claim.kind) {
    case "number":
    case "date":
      return checkMeasured(claim, clause, said, scope);
    case "quoted":
      return checkQuoted(claim, clause, said, scope);
    case "absolute":
      return checkAbsolute(claim, clause, said, scope);
  }
}

function checkMeasured(
  claim: Extract<Claim, { kind: "number" | "date" }>,
  clause: Clause,
  said: Said,
  scope: Scope,
): string | undefined {
  const { sentence, plain } = said;
  if (claim.kind === "date" && isObservation(claim, plain, scope)) return undefined;
  const marks = marksFor(claim, clause, sentence);
  const cited = factsOf(marks, scope);
  const isFree = clause.marks.length === 0 || /[<>=]\s*['"]?$/.test(plain.slice(0, claim.start));
  if (isFree && isOfCode(claim, clause, said) && isLiteral(claim, scope)) return undefined;
  if (cited.length === 0) return `"${claim.text.trim()}" has no fact behind it`;
  const own = cited.filter((fact) => speaksOf(fact, said, scope));
  if (own.length === 0) {
    const [first] = cited;
    return `"${claim.text.trim()}": ${first?.id} is about ${first?.subject}, which the sentence does not name`;
  }
  let refusal: string | undefined;
  for (const fact of own) {
    const agrees =
      claim.kind === "date" ? backsDate(claim, fact) : backsNumber(claim, fact, own, said);
    if (agrees !== true) {
      if (typeof agrees === "string") refusal ??= agrees;
      continue;
    }
    const reason =
      judgeRole(claim, fact, sentence, clause, plain) ?? shareReason(claim, fact, said);
    if (reason === undefined) return undefined;
    refusal ??= reason;
  }
  return refusal ?? `"${claim.text.trim()}" does not agree with ${own.map(sayFact).join(", ")}`;
}

function backsDate(claim: DateClaim, fact: Fact): boolean | string {
  const agrees =
    dateAgrees(claim, fact.value) || (fact.metric === "share" && dateAgrees(claim, fact.argument));
  if (agrees && fact.method !== "exact") return `${fact.id} is an estimate: say "about"`;
  return agrees;
}

/** `as of 2026-11`: when something was measured is known of every fact. */
function isObservation(claim: DateClaim, plain: string, { facts }: Scope): boolean {
  const before = plain.slice(Math.max(0, claim.start - 24), claim.start);
  if (
    !/\b(?:as of|measured|observed|counted|profiled|as at|checked)(?: on| in| at)?\s*$/i.test(
      before,
    )
  )
    return false;
  return facts.some(({ at }) => dateAgrees(claim, at));
}

function checkAbsolute(
  claim: AbsoluteClaim,
  clause: Clause,
  said: Said,
  scope: Scope,
): string | undefined {
  const { sentence, statement, plain } = said;
  const { absolute } = claim;
  const isVague =
    absolute === "absolute" || absolute === "not absolute" || absolute === "no orphans";
  const isList = absolute === "only these";
  const own = clause.marks.length > 0 && !isList ? clause.marks : sentence.marks;
  if (isVague || absolute === "ordered") {
    const isAdvice =
      advice.test(plain.slice(clause.start, claim.end)) || advice.test(sentence.text);
    if (isAdvice && own.length === 0) return undefined;
    // What the SQL keeps or drops is read from it, not measured.
    const isOfSql = statement.part === "lineage" && !/^(?:never|no|none)/i.test(claim.text);
    if (isOfSql && absolute !== "ordered" && own.length === 0) return undefined;
    const isOfCode = sentence.claims.some(
      ({ kind, text }) => kind === "quoted" && /^`.*[=<>( ].*`$/.test(text),
    );
    if (isOfCode && own.length === 0 && !/^(?:never|no|none)/i.test(claim.text)) return undefined;
  }
  // Which value is the most frequent one has to be measured; that there is one has not.
  const isOfValue = sentence.claims.some(({ kind, text }) => kind === "quoted" && text[0] !== "`");
  if (absolute === "most frequent" && own.length === 0 && !isOfValue) return undefined;
  const all = factsOf(own, scope).filter((fact) => speaksOf(fact, said, scope));
  const evidence = {
    all: scope.facts,
    subject: scope.subject,
    quoted: sentence.claims.flatMap((other) =>
      other.kind === "quoted" && other.quote !== "`" ? [other.value] : [],
    ),
    said: claim.text.toLowerCase(),
    sentence: sentence.text.toLowerCase(),
  };
  if (proveAbsolute(absolute, { ...evidence, cited: all })) return undefined;
  if (all.length === 0) return `"${claim.text.trim()}" has no fact behind it`;
  return `"${claim.text.trim()}" is not what ${all.map(sayFact).join(", ")} says`;
}

/** `from 100 to 1`: both are true, and the range is not. */
function rangeReason({ sentence, plain }: Said): string | undefined {
  const ends = sentence.claims.filter((claim) => claim.kind === "number" || claim.kind === "date");
  for (const [index, high] of ends.entries()) {
    const low = ends[index - 1];
    if (low === undefined || low.kind !== high.kind) continue;
    const between = plain.slice(low.end, high.start);
    const before = plain.slice(Math.max(0, low.start - 24), low.start);
    const isRange =
      /^\s*(?:–|—|-|to|through|until|up to)\s*[$€£]?$/i.test(between) ||
      (/^\s*(?:and)\s*[$€£]?$/i.test(between) && /\bbetween\s*[$€£]?$/i.test(before));
    if (!isRange) continue;
    const isBackwards =
      low.kind === "number" && high.kind === "number"
        ? low.value > high.value
        : low.kind === "date" &&
          high.kind === "date" &&
          (low.prefixes[0] ?? "") > (high.prefixes.at(-1) ?? "");
    if (isBackwards)
      return `the range from ${low.text.trim()} to ${high.text.trim()} runs backwards`;
  }
  return undefined;
}

/** The share of a value is said of that value, or of the most frequent ones. */
function shareReason(claim: Claim, { id, metric, argument }: Fact, said: Said): string | undefined {
  const { sentence, statement } = said;
  if (metric !== "share" || argument === undefined || claim.kind !== "number") return undefined;
  if (!claim.isPercent || statement.about === argument || isNamed(argument, sentence.text)) {
    return undefined;
  }
  const text = sentence.text.toLowerCase();
  const isSaid =
    text.includes(argument.toLowerCase()) ||
    (argument === "0" && /\bzeros?\b/.test(text)) ||
    /\b(?:most (?:frequent|common)|commonest|top|dominant|largest|single|one value|first|leading|main)\b/.test(
      text,
    ) ||
    (Number.isFinite(Number(argument)) &&
      sentence.claims.some((one) => one.kind === "number" && one.value === Number(argument)));
  return isSaid
    ? undefined
    : `${id} is the share of ${JSON.stringify(argument)}, which the sentence does not name`;
}

/** A share that is said of an option must be the share of that value. */
function optionReason(
  statement: Said["statement"],
  sentence: Sentence,
  scope: Scope,
): string | undefined {
  if (statement.part !== "option" || statement.about === undefined) return undefined;
  const other = factsOf(sentence.marks, scope).find(
    ({ metric, argument }) => metric === "share" && argument !== statement.about,
  );
  return other === undefined
    ? undefined
    : `${other.id} is the share of ${JSON.stringify(other.argument)}`;
}

function isLiteral(claim: Claim, { literals, columns }: Scope): boolean {
  if (claim.kind === "number") {
    const written = [String(claim.value), claim.text.trim(), claim.text.replace(/[^\d.]/g, "")];
    return (
      !claim.isAbout && written.some((text) => text !== "" && literals.has(text.toLowerCase()))
    );
  }
  return columns !== undefined && literals.has(claim.text.toLowerCase())
    ? true
    : literals.has(claim.text.trim().toLowerCase());
}
