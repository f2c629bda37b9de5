import type { Claim, Span } from "./claim.ts";

/** Letters that a text must have besides its numbers, to be known again by them. */
const minLetters = 4;

/** Where a sentence stands in a text that YAML may have wrapped; undefined: it does not. */
export function findSentence(plain: string, text: string): Span | undefined {
  const words = plain.trim().split(/\s+/);
  if (words[0] === "") return undefined;
  const pattern = new RegExp(words.map(literally).join("\\s+"), "g");
  const match = [...text.matchAll(pattern)].find(({ index }) => isStart(text, index));
  return match === undefined ? undefined : spanOf(match);
}

/**
 * Where a sentence stands whose numbers, dates and quoted values somebody changed, and what each is now. All
 * else must be as it was: other words make it another sentence.
 */
export function findEdited(
  plain: string,
  claims: readonly Claim[],
  text: string,
): (Span & { texts: ReadonlyMap<Claim, string> }) | undefined {
  const printed = claims.filter(({ kind }) => kind !== "absolute");
  const outer = printed.filter(
    (claim) =>
      !printed.some(
        (other) => other !== claim && other.start <= claim.start && claim.end <= other.end,
      ),
  );
  const pieces = outer.map((claim, index) => plain.slice(outer[index - 1]?.end ?? 0, claim.start));
  const rest = plain.slice(outer.at(-1)?.end ?? 0);
  const letters = [...pieces, rest].join("").replace(/[^\p{L}]/gu, "").length;
  if (outer.length === 0 || letters < minLetters) return undefined;
  const source = [
    ...pieces.flatMap((piece, index) => [flexible(piece), shapeOf(outer[index])]),
    flexible(rest),
  ].join("");
  const pattern = new RegExp(`${source}(?=$|[\\s.,;:!?)])`, "gu");
  const match = [...text.matchAll(pattern)].find(({ index }) => isStart(text, index));
  if (match === undefined) return undefined;
  const texts = new Map(outer.map((claim, index) => [claim, match[index + 1] ?? ""]));
  return { ...spanOf(match), texts };
}

/** A sentence begins a text or a line, or stands behind the end of another, a heading or a bullet. */
function isStart(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return /(?:^|\n|[.!?:;)\]"'`}>*•-][ \t]|\s\s)[ \t]*$/.test(before);
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

/** What may stand in the place of a claim: little, or a repeated pattern would be tried without end. */
function shapeOf(claim: Claim | undefined): string {
  if (claim?.kind === "quoted") return `(${claim.quote}[^${claim.quote}\\n]{0,80}${claim.quote})`;
  const word = "(?:[^\\s,;.!?]|[,.](?=\\d)){1,24}";
  return `(${word}(?:\\s+${word}){0,3}?)`;
}

function flexible(piece: string): string {
  return piece
    .split(/(\s+)/)
    .map((part) => (/^\s+$/.test(part) ? "\\s+" : literally(part)))
    .join("");
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
