import fc from "fast-check";
import picomatch from "picomatch";
import { describe, expect, test } from "vitest";
import { compilePaths } from "#bot/triggers/compile-paths.ts";
import { matchPaths } from "#bot/triggers/match-paths.ts";

/** Which of the paths each glob matches, all globs compiled together. */
function matched(globs: readonly string[], paths: readonly string[]): string[][] {
  const patterns = compilePaths();
  const ids = globs.map(patterns.add);
  const { bits, words } = matchPaths(patterns, paths);
  return ids.map((id) =>
    paths.filter((_, file) => ((bits[id * words + (file >>> 5)] ?? 0) & (1 << (file & 31))) !== 0),
  );
}

function byPicomatch(globs: readonly string[], paths: readonly string[]): string[][] {
  return globs.map((glob) => {
    const isMatch = picomatch(glob, { dot: true });
    return paths.filter((path) => isMatch(path));
  });
}

const name = fc.constantFrom(
  "a",
  "b",
  "ab",
  "models",
  "x.sql",
  "a.sql",
  "a.b.sql",
  ".sql",
  ".x",
  "stg_a.yml",
  "stg_b.sql",
  "é",
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
const paths = fc.uniqueArray(path, { minLength: 5, maxLength: 40 });

describe("globs mean what picomatch says they mean", () => {
  test("patterns as people write them, a hundred compiled together", () => {
    const piece = fc.constantFrom(
      "a",
      "b",
      "ab",
      "models",
      "*",
      "**",
      "**",
      "*.sql",
      "*.b.sql",
      "?",
      "a?",
      "stg_*",
      "*_*.sql",
      "a*b",
      "x.sql",
      "{a,b}",
      "*.{sql,yml}",
      "{a/b,models}",
      "{a,{b,ab}}",
      "stg_{a,b}.sql",
      ".*",
      "a b",
    );
    const glob = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("/"));

    fc.assert(
      fc.property(fc.array(glob, { maxLength: 100 }), paths, (globs, files) => {
        expect(matched(globs, files)).toEqual(byPicomatch(globs, files));
      }),
      { numRuns: 150 },
    );
  });

  test("patterns with everything that globs can have", () => {
    const piece = fc.constantFrom(
      "a",
      "*",
      "**",
      "{*,a}",
      "{a,}",
      "{a}",
      "{1..3}",
      "[ab]",
      "+(a|b)",
      "!(a)",
      "@(a|b)",
      "a**",
      "**.sql",
      "*.*",
      "*?",
      "?*",
      "{a,**}",
      "{a/*,b}",
      "*{a,b}",
      "a|b",
      "\\*",
      "$a",
      ".",
      "!a",
    );
    const glob = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("/"));

    fc.assert(
      fc.property(fc.array(glob, { maxLength: 10 }), paths, (globs, files) => {
        expect(matched(globs, files)).toEqual(byPicomatch(globs, files));
      }),
      { numRuns: 300 },
    );
  });

  test("any text that picomatch takes for a pattern", () => {
    const isGlob = (text: string) => {
      try {
        picomatch(text, { dot: true });
        return true;
      } catch {
        return false; // Not a pattern for picomatch: agent files with it do not load.
      }
    };
    const letter = fc.constantFrom(..."aab/**?.{},_-[]()!+@|");
    const glob = fc.string({ unit: letter, minLength: 1, maxLength: 10 }).filter(isGlob);

    fc.assert(
      fc.property(fc.array(glob, { maxLength: 10 }), paths, (globs, files) => {
        expect(matched(globs, files)).toEqual(byPicomatch(globs, files));
      }),
      { numRuns: 500 },
    );
  });
});

test("files that come in no order are matched all the same", () => {
  const files = ["models/b.sql", "a.sql", "models/x/c.sql", "models/a.sql", "x.sql"];

  expect(matched(["models/*.sql", "*.sql", "models/**"], files)).toEqual([
    ["models/b.sql", "models/a.sql"],
    ["a.sql", "x.sql"],
    ["models/b.sql", "models/x/c.sql", "models/a.sql"],
  ]);
});

test("another pattern costs its own segments, however many patterns there are", () => {
  const patterns = compilePaths();
  for (let number = 0; number < 1000; number++) patterns.add(`models/area_${number}/**/*.sql`);
  const before = patterns.nodes;

  patterns.add("models/area_7/**/*.{sql,yml}");
  const afterLikeOne = patterns.nodes;
  patterns.add("models/area_7/**/*.sql");
  const afterSame = patterns.nodes;
  patterns.add("seeds/new/**/*.csv");

  expect(before).toBe(2 + 1000 * 3);
  expect(afterLikeOne - before).toBe(1);
  expect(afterSame).toBe(afterLikeOne);
  expect(patterns.nodes - afterSame).toBe(4);
});
