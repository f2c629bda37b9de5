import { maxListed, maxMatches, maxMatchText } from "./limits.ts";
import { matchGlob } from "./match-glob.ts";
import type { Asked, Given } from "./protocol.ts";
import { readBytes } from "./read-bytes.ts";
import { decode } from "./read-text.ts";
import { Refusal } from "./refusal.ts";
import { walk } from "./walk.ts";

/** Lines of text files that match, by path and line. Files that are no text, or too large, are passed over. */
export function searchFiles(root: string, { pattern, glob, limit }: Asked["grep"]): Given["grep"] {
  const expression = compile(pattern);
  const isWanted = glob === undefined ? () => true : matchGlob(glob);
  const files: { path: string; lines: [number, string][] }[] = [];
  let total = 0;
  walk(root, {
    file(path, directory, name) {
      if (!isWanted(path) || total >= maxMatches) return;
      const text = tryReading(directory.at(name), path);
      if (text === undefined) return;
      const lines = matchingLines(expression, text);
      total += lines.length;
      if (lines.length > 0) files.push({ path, lines: lines.slice(0, limit) });
    },
  });
  const matches = files
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ path, lines }) => lines.map(([line, text]) => ({ path, line, text })))
    .slice(0, Math.min(limit, maxListed));
  return { matches, total };
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (cause) {
    throw new Refusal(cause instanceof Error ? cause.message : "not a regular expression");
  }
}

function tryReading(at: string, path: string): string | undefined {
  try {
    return decode(readBytes(at, path).bytes);
  } catch (cause) {
    // Too large, gone again, or not ours to read: a search goes on with the others.
    if (cause instanceof Refusal) return undefined;
    throw cause;
  }
}

function matchingLines(expression: RegExp, text: string): [number, string][] {
  const found: [number, string][] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (expression.test(line)) found.push([index + 1, line.slice(0, maxMatchText)]);
  }
  return found;
}
