import type { QuotedClaim } from "./claim.ts";

/** Longest value between quotation marks, in characters: what is longer is prose with apostrophes. */
const maxLength = 200;

const shapes = [
  /`(?<value>[^`\n]+)`/g,
  /(?<![\w"])"(?<value>[^"\n]*)"(?![\w"])/g,
  /“(?<value>[^”\n]*)”/g,
  /(?<![\p{L}\p{N}'])'(?<value>(?:[^'\n]|''|(?<=\p{L})'(?=\p{L}))*)'(?![\p{L}\p{N}'])/gu,
  /‘(?<value>[^’\n]*)’/g,
];
const quotes = ["`", '"', '"', "'", "'"] as const;

/** All that stands between quotation marks or backticks. */
export function readQuoted(text: string): QuotedClaim[] {
  const found: QuotedClaim[] = [];
  for (const [index, shape] of shapes.entries()) {
    for (const match of text.matchAll(shape)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const value = match.groups?.value ?? "";
      if (value.length > maxLength) continue;
      if (found.some((claim) => claim.start < end && start < claim.end)) continue;
      found.push({
        kind: "quoted",
        start,
        end,
        text: match[0],
        value,
        quote: quotes[index] ?? '"',
      });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
