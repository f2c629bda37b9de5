import type { PathPatterns, PatternNode } from "./compile-paths.ts";
import { matchWildcard } from "./match-wildcard.ts";

/** Which files match which patterns: one bit for each pair. */
export interface PathMatches {
  readonly files: readonly string[];
  /** 32-bit words for each pattern. */
  readonly words: number;
  /** Bit `file` of pattern `id` is in `bits[id * words + (file >> 5)]`. */
  readonly bits: Uint32Array;
}

/** What is known about every file of one directory, worked out once. */
interface Directory {
  /** Patterns that match every file here. */
  readonly every: readonly number[];
  /** `.sql` and the patterns that match every such file here. */
  readonly endings: readonly (readonly [string, readonly number[]])[];
  readonly withLiterals: readonly PatternNode[];
  readonly wildcards: readonly (readonly [string, readonly number[]])[];
}

/** A directory on the way: the nodes that its path leads to, and what that means for its files, once asked. */
interface Place {
  readonly states: ReadonlySet<PatternNode>;
  known: Directory | undefined;
}

/**
 * Runs every file through the tree of patterns. The states of a directory are worked out once from its
 * parent's, so the work is one step for each directory and each file, not one for each file and pattern.
 */
export function matchPaths(patterns: PathPatterns, files: readonly string[]): PathMatches {
  const words = (files.length + 31) >>> 5;
  const matches = { files, words, bits: new Uint32Array(words * patterns.patterns) };
  const places = new Map<string, Place>([
    ["", { states: reached(patterns.root), known: undefined }],
  ]);

  // Changes come sorted by path: files of one directory stand side by side and are dealt with together.
  let start = 0;
  while (start < files.length) {
    const first = files[start] ?? "";
    const slash = first.lastIndexOf("/");
    const prefix = first.slice(0, slash + 1);
    let end = start + 1;
    while (end < files.length && isIn(files[end] ?? "", slash, prefix)) end++;
    const place = enter(places, slash === -1 ? "" : first.slice(0, slash));
    place.known ??= describe(place.states);
    const directory = place.known;
    setRange(matches, directory.every, start, end);
    for (const [ending, ids] of directory.endings) matchEnding(matches, ending, ids, start, end);
    if (directory.withLiterals.length > 0 || directory.wildcards.length > 0) {
      for (let file = start; file < end; file++) {
        matchFile(matches, directory, (files[file] ?? "").slice(slash + 1), file);
      }
    }
    start = end;
  }
  if (patterns.others.length > 0) matchOthers(matches, patterns.others);
  return matches;
}

/** The cheapest question first: most neighbours of another directory have no slash there. */
function isIn(path: string, slash: number, prefix: string): boolean {
  return (
    (slash === -1 || path.charCodeAt(slash) === 47) &&
    path.lastIndexOf("/") === slash &&
    path.slice(0, slash + 1) === prefix
  );
}

/** Files that end alike are gathered first: a pattern then costs one step for 32 of them. */
function matchEnding(
  { files, words, bits }: PathMatches,
  ending: string,
  ids: readonly number[],
  start: number,
  end: number,
): void {
  for (let word = start >>> 5; word * 32 < end; word++) {
    const from = Math.max(start, word * 32);
    const to = Math.min(end, word * 32 + 32);
    let mask = 0;
    for (let file = from; file < to; file++) {
      if (files[file]?.endsWith(ending) === true) mask |= 1 << (file & 31);
    }
    if (mask === 0) continue;
    for (const id of ids) bits[id * words + word] = (bits[id * words + word] ?? 0) | mask;
  }
}

function matchFile(matches: PathMatches, directory: Directory, name: string, file: number): void {
  for (const state of directory.withLiterals) {
    const next = state.literals.get(name);
    if (next === undefined) continue;
    setBit(matches, next.accepts, file);
    setBit(matches, next.deep?.accepts, file);
  }
  for (const [wildcard, ids] of directory.wildcards) {
    if (matchWildcard(wildcard, name)) setBit(matches, ids, file);
  }
}

function matchOthers(matches: PathMatches, others: PathPatterns["others"]): void {
  for (const [file, path] of matches.files.entries()) {
    for (const { id, prefix, isMatch } of others) {
      if (path.startsWith(prefix) && isMatch(path)) setBit(matches, [id], file);
    }
  }
}

function setBit(
  { words, bits }: PathMatches,
  ids: readonly number[] | undefined,
  file: number,
): void {
  if (ids === undefined) return;
  const word = file >>> 5;
  const bit = 1 << (file & 31);
  for (const id of ids) bits[id * words + word] = (bits[id * words + word] ?? 0) | bit;
}

/** One mask for each word, not one bit for each file. */
function setRange(
  { words, bits }: PathMatches,
  ids: readonly number[],
  start: number,
  end: number,
): void {
  if (ids.length === 0) return;
  for (let word = start >>> 5; word * 32 < end; word++) {
    const from = Math.max(0, start - word * 32);
    const to = Math.min(32, end - word * 32);
    const mask = (to - from === 32 ? -1 : (1 << (to - from)) - 1) << from;
    for (const id of ids) bits[id * words + word] = (bits[id * words + word] ?? 0) | mask;
  }
}

function reached(root: PatternNode): ReadonlySet<PatternNode> {
  const states = new Set<PatternNode>();
  reach(states, root);
  return states;
}

/** The place of a directory's path, by way of its parent's. */
function enter(places: Map<string, Place>, path: string): Place {
  const there = places.get(path);
  if (there !== undefined) return there;
  const slash = path.lastIndexOf("/");
  const parent = enter(places, slash === -1 ? "" : path.slice(0, slash));
  const here = { states: step(parent.states, path.slice(slash + 1)), known: undefined };
  places.set(path, here);
  return here;
}

/** Where one more segment leads from the given nodes. */
function step(states: ReadonlySet<PatternNode>, segment: string): Set<PatternNode> {
  const next = new Set<PatternNode>();
  for (const state of states) {
    if (state.isDeep) reach(next, state);
    reach(next, state.any);
    if (state.literals.size > 0) reach(next, state.literals.get(segment));
    if (state.endings.size > 0) {
      for (let dot = segment.indexOf("."); dot !== -1; dot = segment.indexOf(".", dot + 1)) {
        reach(next, state.endings.get(segment.slice(dot)));
      }
    }
    for (const [wildcard, node] of state.wildcards) {
      if (matchWildcard(wildcard, segment)) reach(next, node);
    }
  }
  return next;
}

/** `**` also stands for no segment at all: whoever is at `a` of `a/**` is already past it. */
function reach(states: Set<PatternNode>, node: PatternNode | undefined): void {
  if (node === undefined) return;
  states.add(node);
  if (node.deep !== undefined) states.add(node.deep);
}

function describe(states: ReadonlySet<PatternNode>): Directory {
  const every: number[] = [];
  const byEnding = new Map<string, readonly number[]>();
  const withLiterals: PatternNode[] = [];
  const wildcards: [string, readonly number[]][] = [];
  for (const state of states) {
    if (state.isDeep) every.push(...state.accepts);
    if (state.any !== undefined) every.push(...endingAt(state.any));
    for (const [ending, node] of state.endings) {
      const ids = byEnding.get(ending);
      byEnding.set(ending, ids === undefined ? endingAt(node) : [...ids, ...endingAt(node)]);
    }
    if (state.literals.size > 0) withLiterals.push(state);
    for (const [wildcard, node] of state.wildcards) wildcards.push([wildcard, endingAt(node)]);
  }
  return { every, endings: [...byEnding], withLiterals, wildcards };
}

/** Patterns that are complete at a node: also `a/**` at `a`. */
function endingAt(node: PatternNode): readonly number[] {
  return node.deep === undefined ? node.accepts : [...node.accepts, ...node.deep.accepts];
}
