import picomatch from "picomatch";
import { expandBraces } from "./compile-braces.ts";

/**
 * A segment of the tree of all patterns: what may come next, and which patterns end here. One node is shared
 * by every pattern that begins alike, so a pattern costs no more nodes than it has segments.
 */
export interface PatternNode {
  /** `models` → what follows it. */
  readonly literals: Map<string, PatternNode>;
  /** `.sql` → what follows `*.sql`. */
  readonly endings: Map<string, PatternNode>;
  /** `stg_*` → what follows it: any other segment with `*` or `?`. */
  readonly wildcards: Map<string, PatternNode>;
  /** What follows `*`. */
  any: PatternNode | undefined;
  /** What follows `**`: a node that stays, whatever segment comes. */
  deep: PatternNode | undefined;
  readonly isDeep: boolean;
  readonly accepts: number[];
}

export interface PathPatterns {
  readonly root: PatternNode;
  /** Patterns that the tree cannot hold, each with what every path must begin with to be tried. */
  readonly others: { id: number; prefix: string; isMatch: (path: string) => boolean }[];
  /** How many patterns there are; their ids count from 0. */
  patterns: number;
  nodes: number;
  /** Puts a glob in; answers its id. The same glob always has the same id. */
  add(glob: string): number;
}

/**
 * Globs over repository paths, compiled together. They mean what picomatch says they mean with `dot: true`.
 * The syntax of nearly every agent file (names, `*`, `?`, whole-segment `**`, braces) goes into one tree;
 * the rest (`[a-z]`, `+(a|b)`, `!x`, ranges, escapes) keeps its own precompiled picomatch.
 */
export function compilePaths(): PathPatterns {
  const ids = new Map<string, number>();
  const patterns: PathPatterns = {
    root: node(false),
    others: [],
    patterns: 0,
    nodes: 1,
    add: (glob) => {
      const known = ids.get(glob);
      if (known !== undefined) return known;
      const id = patterns.patterns++;
      ids.set(glob, id);
      const plain = expandBraces(afterStar(glob));
      if (plain === undefined || !plain.every(isPlain)) patterns.others.push(other(id, glob));
      else for (const one of new Set(plain)) insert(patterns, one, id);
      return id;
    },
  };
  return patterns;
}

function node(isDeep: boolean): PatternNode {
  return {
    literals: new Map(),
    endings: new Map(),
    wildcards: new Map(),
    any: undefined,
    deep: undefined,
    isDeep,
    accepts: [],
  };
}

/** picomatch lets `a/**` match `a` itself, but not `a*` + `/**`: then at least one segment must follow. */
function afterStar(glob: string): string {
  return /(?:^|[^*])\*(?:\/\*\*)+$/.test(glob) ? `${glob}/*` : glob;
}

/** Only names, `*`, `?` and `**` that stand alone between slashes. */
function isPlain(glob: string): boolean {
  if (/[[\](){}!+@|\\^$"'<>&;`]/.test(glob)) return false;
  return glob.split("/").every((segment) => {
    if (segment === "" || segment === "." || segment === "..") return false;
    if (segment === "*.*") return false; // picomatch wants a letter after this dot, and only after this one.
    return segment === "**" || !segment.includes("**");
  });
}

function insert(patterns: PathPatterns, glob: string, id: number): void {
  let at = patterns.root;
  for (const segment of glob.split("/")) {
    const next = follow(at, segment);
    if (next !== undefined) {
      at = next;
      continue;
    }
    const made = node(segment === "**");
    patterns.nodes++;
    if (segment === "**") at.deep = made;
    else if (segment === "*") at.any = made;
    else if (/^\*\.[^*?]+$/.test(segment)) at.endings.set(segment.slice(1), made);
    else if (/[*?]/.test(segment)) at.wildcards.set(segment, made);
    else at.literals.set(segment, made);
    at = made;
  }
  at.accepts.push(id);
}

function follow(at: PatternNode, segment: string): PatternNode | undefined {
  if (segment === "**") return at.isDeep ? at : at.deep; // `a/**/**/b` is `a/**/b`.
  if (segment === "*") return at.any;
  if (/^\*\.[^*?]+$/.test(segment)) return at.endings.get(segment.slice(1));
  return /[*?]/.test(segment) ? at.wildcards.get(segment) : at.literals.get(segment);
}

function other(id: number, glob: string): PathPatterns["others"][number] {
  const match = picomatch(glob, { dot: true });
  const prefix = glob.includes("|") ? "" : (/^[\w/-]*/.exec(glob)?.[0] ?? "");
  // Before the last slash only: `a+` and `a/**` also match paths that do not begin with all their letters.
  return {
    id,
    prefix: prefix.slice(0, Math.max(0, prefix.lastIndexOf("/"))),
    // Wrapped, because picomatch takes a second argument that `some` and `filter` would fill with an index.
    isMatch: (path) => match(path),
  };
}
