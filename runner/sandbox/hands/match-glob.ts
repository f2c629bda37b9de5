import { Refusal } from "./refusal.ts";

/** Most patterns that the braces of one may stand for. */
const maxAlternatives = 256;

type Token = "star" | "any" | ((character: string) => boolean);
/** "deep" is `**`: any number of directories. */
type Segment = "deep" | readonly Token[];

/**
 * Understands `*`, `?`, `[a-z]`, `{a,b}` and `**`, for paths with `/`; hidden files match like others.
 * Matching takes at most (length of path × length of pattern) steps: patterns come from a model, so
 * there is no regular expression here that could run away. Throws Refusal for a pattern that is none.
 */
export function matchGlob(pattern: string): (path: string) => boolean {
  const alternatives = expandBraces(pattern.replace(/^(?:\.?\/)+/, "")).map((alternative) =>
    alternative.split("/").map((part): Segment => (part === "**" ? "deep" : toTokens(part))),
  );
  return (path) => {
    const names = path.split("/").map((name) => Array.from(name));
    return alternatives.some((segments) => matchPath(segments, names));
  };
}

/** Goes on greedily and comes back to the last wildcard only: what an earlier one took stays right. */
function matchRun<Part, Piece>(
  parts: readonly Part[],
  pieces: readonly Piece[],
  isWild: (part: Part) => boolean,
  matches: (part: Part, piece: Piece) => boolean,
): boolean {
  let part = 0;
  let piece = 0;
  let back: { part: number; piece: number } | undefined;
  while (piece < pieces.length) {
    const [wanted, given] = [parts[part], pieces[piece]];
    if (wanted !== undefined && isWild(wanted)) {
      back = { part: ++part, piece };
    } else if (wanted !== undefined && given !== undefined && matches(wanted, given)) {
      part++;
      piece++;
    } else if (back !== undefined) {
      back.piece++;
      part = back.part;
      piece = back.piece;
    } else {
      return false;
    }
  }
  return parts.slice(part).every(isWild);
}

const matchPath = (segments: readonly Segment[], names: readonly (readonly string[])[]) =>
  matchRun(
    segments,
    names,
    (segment) => segment === "deep",
    (segment, name) => segment !== "deep" && matchName(segment, name),
  );

const matchName = (tokens: readonly Token[], name: readonly string[]) =>
  matchRun(
    tokens,
    name,
    (token) => token === "star",
    (token, character) => (typeof token === "function" ? token(character) : token === "any"),
  );

function toTokens(part: string): Token[] {
  const characters = Array.from(part);
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    const set = character === "[" ? readSet(characters, at) : undefined;
    if (set !== undefined) {
      tokens.push(set.token);
      at = set.end;
    } else if (character === "*") tokens.push("star");
    else if (character === "?") tokens.push("any");
    else {
      const literal = character === "\\" ? (characters[++at] ?? "\\") : character;
      tokens.push((given) => given === literal);
    }
  }
  return tokens;
}

/** `[abc]`, `[a-z]`, `[!a]`; undefined when the bracket is not closed and so means itself. */
function readSet(
  characters: readonly string[],
  start: number,
): { token: Token; end: number } | undefined {
  const isNegated = ["!", "^"].includes(characters[start + 1] ?? "");
  const first = start + (isNegated ? 2 : 1);
  const end = characters.indexOf("]", first + 1);
  if (end === -1) return undefined;

  const ranges: [string, string][] = [];
  for (let at = first; at < end; at++) {
    const from = characters[at] ?? "";
    const isRange = characters[at + 1] === "-" && at + 2 < end;
    ranges.push([from, isRange ? (characters[at + 2] ?? from) : from]);
    if (isRange) at += 2;
  }
  const isIn = (given: string) => ranges.some(([from, to]) => from <= given && given <= to);
  return { token: (given) => isIn(given) !== isNegated, end };
}

/** Every pattern that a pattern with braces stands for; a brace that is not closed means itself. */
function expandBraces(pattern: string): string[] {
  const done: string[] = [];
  const open = [pattern];
  while (open.length > 0) {
    const next = open.pop() ?? "";
    const brace = firstBrace(next);
    if (brace === undefined) done.push(next);
    else for (const choice of brace.choices) open.push(brace.before + choice + brace.after);
    if (done.length + open.length > maxAlternatives) {
      throw new Refusal(`the braces of ${pattern} stand for too many patterns`);
    }
  }
  return done;
}

function firstBrace(
  pattern: string,
): { before: string; choices: string[]; after: string } | undefined {
  const start = pattern.indexOf("{");
  if (start === -1) return undefined;
  const choices: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === "{") depth++;
    if (character === "}") depth--;
    if ((character === "," && depth === 1) || (character === "}" && depth === 0)) {
      choices.push(pattern.slice(from, at));
      from = at + 1;
    }
    if (depth === 0 && choices.length > 1) {
      return { before: pattern.slice(0, start), choices, after: pattern.slice(at + 1) };
    }
    if (depth === 0) return undefined;
  }
  return undefined;
}
