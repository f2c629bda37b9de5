import type { Claim, Span } from "./claim.ts";
import type { Mark } from "./read-marks.ts";
import { readSentences } from "./read-sentences.ts";

/** Words that may differ: one, or a fifth of them. */
const maxShare = 0.2;
/** Fewer words say too little to be known again. */
const minWords = 4;

/**
 * Where a sentence stands of which somebody changed a word or two, but nothing of how much it claims:
 * `median` for `mean`, `never` for `always`. With the marks where they would be now.
 */
export function findReworded(
  { plain, marks }: { plain: string; marks: readonly Mark[] },
  text: string,
  names: ReadonlySet<string>,
): (Span & { plain: string; marks: readonly Mark[] }) | undefined {
  const words = wordsOf(plain);
  if (words.length < minWords) return undefined;
  const claims = claimsOf(plain, marks, names);
  const limit = Math.max(1, Math.floor(words.length * maxShare));
  for (const sentence of readSentences(text, [], names)) {
    const start = sentence.start + (/^[\s•*-]*/.exec(sentence.text)?.[0].length ?? 0);
    const standing = text.slice(start, sentence.end).trimEnd();
    const others = wordsOf(standing);
    if (Math.abs(others.length - words.length) > limit) continue;
    if (distance(words, others, limit) > limit) continue;
    const now = claimsOf(standing, [], names);
    const isAlike =
      now.length === claims.length && now.every(({ kind }, index) => kind === claims[index]?.kind);
    if (!isAlike) continue;
    const moved = marks.map(({ at, ids }) => {
      const index = claims.findLastIndex(({ end }) => end <= at);
      return { at: now[index]?.end ?? standing.length, ids };
    });
    return { start, end: start + standing.length, plain: standing, marks: moved };
  }
  return undefined;
}

function claimsOf(plain: string, marks: readonly Mark[], names: ReadonlySet<string>): Claim[] {
  return readSentences(plain, marks, names).flatMap((sentence) => sentence.claims);
}

function wordsOf(text: string): string[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** Words to change, put in or take out (Levenshtein); more than the limit is only told as more. */
function distance(a: readonly string[], b: readonly string[], limit: number): number {
  let row = b.map((_, index) => index + 1);
  for (const [i, word] of a.entries()) {
    const next: number[] = [];
    for (const [j, other] of b.entries()) {
      const left = next[j - 1] ?? i + 1;
      const above = row[j] ?? 0;
      const corner = j === 0 ? i : (row[j - 1] ?? 0);
      next.push(Math.min(left + 1, above + 1, corner + (word === other ? 0 : 1)));
    }
    if (Math.min(...next) > limit) return limit + 1;
    row = next;
  }
  return row.at(-1) ?? a.length;
}
