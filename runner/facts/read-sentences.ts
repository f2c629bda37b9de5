import type { Claim, Span } from "./claim.ts";
import { readAbsolutes } from "./read-absolutes.ts";
import { readDates } from "./read-dates.ts";
import type { Mark } from "./read-marks.ts";
import { isWithin, readNumbers } from "./read-numbers.ts";
import { readQuoted } from "./read-quoted.ts";

/** A part of a sentence that says one thing. */
export interface Clause extends Span {
  marks: readonly Mark[];
}

/** A sentence, with what it claims. */
export interface Sentence extends Span {
  text: string;
  marks: readonly Mark[];
  clauses: readonly Clause[];
  claims: readonly Claim[];
}

const abbreviation =
  /(?:\b(?:e\.g|i\.e|vs|approx|ca|no|incl|excl|etc|st|dr|mr|inc|fig)|\b[A-Z])\.$/i;
const end = /[.!?](?=["')\]`’”]*\s+["'(`‘“[]?[\p{Lu}\p{N}~])|\n+/gu;
const clauseEnd =
  /[,;](?=\s)|:(?=\s)|\s[–—-](?=\s)|[()]|\s(?:but|while|whereas|although|though)\s/g;
const conjunction = /\s(?:and|or|with)\s/g;

/** Takes a plain text apart. `names` are of nodes and columns: nothing within one is a claim. */
export function readSentences(
  plain: string,
  marks: readonly Mark[],
  names: ReadonlySet<string>,
): readonly Sentence[] {
  const claims = readClaims(plain, marks, names);
  const ends = [...plain.matchAll(end)]
    .filter(
      (match) => !abbreviation.test(plain.slice(Math.max(0, match.index - 8), match.index + 1)),
    )
    .map((match) => match.index + match[0].length)
    .filter((at) => !claims.some((claim) => claim.start < at && at < claim.end));
  const spans = [0, ...ends, plain.length].flatMap((start, index, all) => {
    const stop = all[index + 1];
    return stop === undefined || plain.slice(start, stop).trim() === ""
      ? []
      : [{ start, end: stop }];
  });
  return spans.map((span, index) => {
    // What stands right behind a full stop belongs to what is before it.
    const own = marks.filter(({ at }) => {
      const isLast = index === spans.length - 1;
      return (index === 0 || at > span.start) && (isLast || at <= span.end);
    });
    const said = claims.filter(({ start }) => span.start <= start && start < span.end);
    const text = plain.slice(span.start, span.end);
    return { ...span, text, marks: own, claims: said, clauses: clausesOf(plain, span, own, said) };
  });
}

function readClaims(plain: string, marks: readonly Mark[], names: ReadonlySet<string>): Claim[] {
  const quoted = readQuoted(plain);
  const named = namesWithin(plain, names).filter(({ start }) => !isWithin(quoted, start));
  const taken: Span[] = [...quoted, ...named];
  const dates = readDates(plain).filter(({ start }) => !isWithin(taken, start));
  const absolutes = readAbsolutes(plain, [...taken, ...dates]);
  // `exactly one` is no number twice; other absolute claims may hold one: `12 unique values`.
  const notations = absolutes.filter(
    ({ absolute, text }) => /-to-|one/.test(absolute) || /^no two/i.test(text),
  );
  const numbers = readNumbers(plain, [...taken, ...dates, ...notations], marks);
  return [...quoted, ...dates, ...absolutes, ...numbers].sort((a, b) => a.start - b.start);
}

/** Names that could be read as a claim: with a digit, a blank or a hyphen in them. */
function namesWithin(plain: string, names: ReadonlySet<string>): Span[] {
  const found: Span[] = [];
  const text = plain.toLowerCase();
  for (const name of names) {
    if (name.length < 3 || !/[a-z]/i.test(name) || !/[^a-z_]/i.test(name)) continue;
    const wanted = name.toLowerCase();
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      const isWhole = !/\w/.test(text[at - 1] ?? "") && !/\w/.test(text[at + wanted.length] ?? "");
      if (isWhole) found.push({ start: at, end: at + wanted.length });
    }
  }
  return found;
}

function clausesOf(
  plain: string,
  sentence: Span,
  marks: readonly Mark[],
  claims: readonly Claim[],
): Clause[] {
  const text = plain.slice(sentence.start, sentence.end);
  const within = (at: number) => claims.some((claim) => claim.start < at && at < claim.end);
  const cuts = (pattern: RegExp) =>
    [...text.matchAll(pattern)]
      .map((match) => sentence.start + match.index + match[0].length)
      .filter((at) => !within(at) && !within(at - 1));
  const hard = between(sentence, cuts(clauseEnd));
  const soft = cuts(conjunction);
  return hard.flatMap((span) => {
    // `58% are 'web' and 42% are 'store'` says two things when both have marks; `'a' and 'b'` says one.
    const inside = soft.filter((at) => span.start < at && at < span.end);
    const pieces = between(span, inside);
    const joined: Span[] = [];
    for (const piece of pieces) {
      const last = joined.at(-1);
      const bothMarked = last !== undefined && hasMark(last, marks) && hasMark(piece, marks);
      if (last === undefined || bothMarked) joined.push({ ...piece });
      else last.end = piece.end;
    }
    return joined.map((piece) => ({ ...piece, marks: marksOf(piece, marks) }));
  });
}

function between(span: Span, cuts: readonly number[]): Span[] {
  const edges = [span.start, ...cuts, span.end];
  return edges.slice(0, -1).map((start, index) => ({ start, end: edges[index + 1] ?? span.end }));
}

function hasMark(span: Span, marks: readonly Mark[]): boolean {
  return marksOf(span, marks).length > 0;
}

/** A mark stands behind what it backs: one at the very start of a clause belongs to the clause before. */
function marksOf(span: Span, marks: readonly Mark[]): readonly Mark[] {
  return marks.filter(({ at }) => span.start < at && at <= span.end);
}
