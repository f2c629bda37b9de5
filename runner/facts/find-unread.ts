import type { Fact } from "#agents-schema/fact.ts";
import { clauseOf, factsBehind, factsOf } from "./cited.ts";
import { claimOfWord } from "./claim-words.ts";
import { isAdvice } from "./is-advice.ts";
import { judgeDirection } from "./judge-direction.ts";
import type { Sentence } from "./read-sentences.ts";
import type { Said, Scope } from "./statement-context.ts";

const ours =
  /not declared in the project: found by name and values|keeps the number of rows, inner or left|keeps the number of rows|a long tail of large values|an inner join drops rows|rows here and rows of \S+ share values|are without a (?:match|parent)|^a single day(?=: )|part of the key|both miss those|treat both as missing|earlier versions of its rows are kept|which sums and averages skip|shares and quantiles come from a random sample of the rows; counts and ranges from the whole relation|a stand-in for an open end rather than a day|among those that have a row in/gi;
const phrases =
  /\b(?:repeats its rows as often|of the values that are not null|rather than|other than|more than one|most recent|at most|at least|or less|or more|no longer|not only|as well as|lower ?case|upper ?case|first of all|last but not least|in total|at all|as a whole|full name|how (?:many|much|often|long|far)|full text|such as|in order to|last name|first name|in general|over time)\b/gi;
const identifier =
  /(?<![\p{L}\p{N}_.])[\p{L}_][\p{L}\p{N}_]*(?:[._][\p{L}\p{N}_]+)+(?![\p{L}\p{N}_])/gu;
const times =
  /\b(?:an?|one|each|every|per|full|whole|entire|last|past|this|next|first|second)\s+(?:[\w-]+\s+)?(?:day|night|week|month|quarter|year|hour|minute|decade|season|century)s?\b|\ba?round the clock\b|\bday and night\b|\bnon-?stop\b|\b24\/7\b/gi;
const feasts = /\b(?:new year|christmas)['’]s\b|\b[A-Z][\w’']*(?: [A-Z]\w*)* (?:Day|Eve)\b/;
const roman = /(?<![\w.])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)/g;

/**
 * What a sentence says that nobody here understands: a fact that no claim of it stands on, a word that claims
 * something and is part of no proven claim, a name that is none. Such a sentence is refused, since it may say
 * anything. undefined: all of it is read. Only after each of its claims has been proven.
 */
export function findUnread(said: Said, scope: Scope): string | undefined {
  return (
    unreadMark(said, scope) ??
    // The built-in writer takes its names from the lineage.
    (said.statement.by === "built-in" ? undefined : unreadName(said, scope)) ??
    unreadWord(said, scope) ??
    judgeDirection(said, scope)
  );
}

/** A mark says that a fact was meant: then something must have been read that the fact bears out. */
function unreadMark(said: Said, scope: Scope): string | undefined {
  const behind = new Set(
    said.sentence.claims.flatMap((claim) => factsBehind(claim, said, scope).map(({ id }) => id)),
  );
  const isOfKey = said.sentence.claims.some(
    (claim) => claim.kind === "absolute" && /key|^unique|^never null|^one row/.test(claim.absolute),
  );
  const stray = said.sentence.marks.find((mark) => {
    if (mark.ids.some((id) => behind.has(id))) return false;
    // `Each of a {F1} and b {F2} identifies a row`: all of them have to.
    return !(isOfKey && factsOf([mark], scope).every(isOfKeys));
  });
  if (stray === undefined) return undefined;
  return `what ${stray.ids.join(",")} is cited for is not understood: print its value, or use the words of the rules`;
}

function isOfKeys({ metric, value }: Fact): boolean {
  return metric === "is_unique"
    ? value === true
    : /^(?:null_count|duplicate_rows)$/.test(metric) && value === 0;
}

/** `stg_orders`, `shop.people`: what looks like a name must be one. */
function unreadName({ sentence, statement }: Said, scope: Scope): string | undefined {
  for (const match of sentence.text.matchAll(identifier)) {
    const name = match[0].toLowerCase();
    if (/^(?:e\.g|i\.e)$/.test(name) || isKnown(name, scope)) continue;
    const at = sentence.start + match.index;
    const isQuoted = sentence.claims.some(
      ({ kind, start, end }) => kind === "quoted" && start <= at && at < end,
    );
    if (isQuoted || statement.about === match[0]) continue;
    return `there is no ${match[0]} here`;
  }
  return undefined;
}

function isKnown(name: string, { names, literals, facts }: Scope): boolean {
  if (names.has(name) || literals.has(name)) return true;
  const parts = name.split(".");
  return (
    [name, `${name}s`, name.replace(/y$/, "ies")].some(
      (form) => names.has(form) || [...names].some((one) => one.endsWith(`_${form}`)),
    ) ||
    parts.every((part) => names.has(part) || literals.has(part)) ||
    (parts.length > 1 &&
      names.has(parts.slice(0, -1).join(".")) &&
      names.has(parts.at(-1) ?? "")) ||
    facts.some(
      ({ argument, subject }) => argument?.toLowerCase() === name || subject.toLowerCase() === name,
    )
  );
}

function unreadWord(said: Said, scope: Scope): string | undefined {
  const { sentence, statement, plain } = said;
  if (sentence.marks.length === 0 && isAdvice(sentence.text)) return undefined;
  const text = hide(sentence, scope, statement.by === "built-in");
  for (const match of text.matchAll(times)) {
    const at = sentence.start + match.index;
    if (/^one$/i.test(match[0])) continue;
    return `"${plain.slice(at, at + match[0].length)}" says something of time that no fact is read for`;
  }
  const feast = feasts.exec(text);
  if (feast !== null) return `"${feast[0]}" is not read as a date: print it`;
  const numeral = [...text.matchAll(roman)].find(([word]) => word.length > 2);
  if (numeral !== undefined) return `"${numeral[0]}" is not read as a number: print it in digits`;
  const { words } = namesOf(scope);
  const isOfSql =
    sentence.marks.length === 0 && sentence.claims.some(({ kind }) => kind !== "absolute");
  for (const match of text.matchAll(/\p{L}[\p{L}'’-]*/gu)) {
    const word = match[0].toLowerCase();
    const claim = claimOfWord(word);
    if (claim === undefined || words.has(word) || (claim.isOfCode === true && isOfSql)) continue;
    const at = sentence.start + match.index;
    if (
      claim.metrics !== undefined &&
      factsAround(at, said, scope).some(({ metric }) => claim.metrics?.test(metric) === true)
    ) {
      continue;
    }
    return `"${match[0]}" claims something that no fact is read for: leave it out, or use the words of the rules`;
  }
  return undefined;
}

/** Facts of the clause on which a claim stands that was proven; else of the sentence. */
function factsAround(at: number, said: Said, scope: Scope): readonly Fact[] {
  const { sentence } = said;
  const clause = clauseOf(
    { kind: "quoted", quote: "`", value: "", text: "", start: at, end: at },
    sentence,
  );
  return factsOf(clause.marks.length > 0 ? clause.marks : sentence.marks, scope);
}

/** The sentence with what has been read already taken out of it. */
function hide(sentence: Sentence, scope: Scope, isOurs: boolean): string {
  const blank = (text: string) => " ".repeat(text.length);
  let text = sentence.text;
  for (const { start, end } of sentence.claims) {
    const [from, to] = [Math.max(0, start - sentence.start), end - sentence.start];
    text = text.slice(0, from) + blank(text.slice(from, to)) + text.slice(to);
  }
  if (isOurs) text = text.replace(ours, blank);
  text = text.replace(phrases, blank).replace(identifier, blank);
  for (const name of namesOf(scope).dressed) text = text.replaceAll(name, blank);
  return text;
}

interface Names {
  /** Those that are no plain word: wherever they stand, they are meant. */
  dressed: readonly string[];
  /** The words of which the names around are made: they are said of what is named. */
  words: ReadonlySet<string>;
}

const namesKnown = new WeakMap<ReadonlySet<string>, Names>();

/** Worked out once for all sentences about a relation. */
function namesOf({ names }: Scope): Names {
  const known = namesKnown.get(names);
  if (known !== undefined) return known;
  const long = [...names].filter((name) => name.length > 2);
  const parts = [...names].flatMap((name) => [name, ...name.toLowerCase().split(/[^\p{L}]+/u)]);
  const made = {
    dressed: long.filter((name) => /[^a-z]/.test(name)),
    words: new Set(parts.filter((word) => word.length > 2)),
  };
  namesKnown.set(names, made);
  return made;
}
