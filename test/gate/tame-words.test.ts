import fc from "fast-check";
import { expect, test } from "vitest";
import { tameEffect } from "#bot/gate/tame-effect.ts";
import { tameWords } from "#bot/gate/tame-words.ts";

test.each([
  [
    "people are named, not called",
    "ask @ana and @acme/data-team",
    "ask ＠ana and ＠acme/data-team",
  ],
  ["an address is no mention", "write to ana@example.com", "write to ana@example.com"],
  [
    "code stays as it is",
    "`@ana` and\n```\n@ana ![x](y)\n```\n",
    "`@ana` and\n```\n@ana ![x](y)\n```\n",
  ],
  ["what only looks like code is prose", "a ```@ana", "a ```＠ana"],
  ["escaped marks make no code", "\\`@ana\\`", "\\`＠ana\\`"],
  [
    "an image is left out",
    "see ![a plot](https://evil.example/?q=secret)",
    "see a plot (image left out)",
  ],
  ["an image by reference too", "![a plot][1]", "a plot (image left out)"],
  ["and by tag", 'a <img src="https://evil.example/x.png"> b', "a  b"],
  ["and by a tag that is not closed", "a <img src=https://evil.example", "a "],
  ["a hidden comment is left out", "a<!-- buster:tracking:acme/shop#1 -->b", "ab"],
  ["also one that never ends", "a <!-- b", "a "],
  [
    "no issue is closed by saying so",
    "Fixes #12, resolves acme/shop#3",
    "Fixes issue 12, resolves issue acme/shop 3",
  ],
  ["what cannot be seen is left out", "a\u200bb\u202ec\u{e0041}d\u0007", "abcd"],
])("%s", (_story, text, tame) => {
  expect(tameWords(text)).toBe(tame);
});

test.each([
  ["Why.\n\nApproved-by: github:ana", "Why.\n\n"],
  ["a\n  signed-off-BY : Ana\nb", "a\nb"],
  ["Buster-Approval: 0123\nBuster-Run: run-1", ""],
  ["Approved\u200b-by: ana\n<!-- x -->Approved-by: ben\nc", "c"],
  ["Fixes\nApproved-by: ana\n#12", "Fixes issue 12"],
  ["Measured by: the profile", "Measured by: the profile"],
])("an agent writes no trailers into a commit's message: %j", (body, tame) => {
  const commit = { kind: "commit" as const, headline: "Document a", changes: [] };
  const pull = { kind: "pull_request" as const, title: "Document a" };
  const commits = [{ headline: "Document a", body, changes: [] }];

  expect(tameEffect({ ...commit, body })).toMatchObject({ body: tame });
  expect(tameEffect({ ...pull, body, commits })).toMatchObject({
    body: tame,
    commits: [{ body: tame }],
  });
});

test("taming twice changes nothing, whatever the text", () => {
  const piece = fc.constantFrom(
    "@ana",
    "![a](b)",
    "<!--",
    "-->",
    "`",
    "```",
    "\n",
    "fixes #1",
    "<img ",
    "https://evil.example/?a",
    "[x](//evil.example)",
    " ",
    "x",
  );
  const text = fc.array(fc.oneof(piece, fc.string())).map((pieces) => pieces.join(""));

  fc.assert(
    fc.property(text, (given) => {
      const once = tameWords(given);
      expect(tameWords(once)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});

test("an effect of which nothing is left still has words", () => {
  const effect = tameEffect({ kind: "comment", body: "<!-- nothing to see -->" });

  expect(effect).toEqual({ kind: "comment", body: "(nothing that can be shown)" });
});

test.each([
  ["see https://evil.example/?q=secret", "see `evil.example/`"],
  ["see [the docs](https://evil.example/a?q=1)", "see the docs (`evil.example/a`)"],
  ["see [the docs](//evil.example/a)", "see the docs (`evil.example/a`)"],
  ["see <https://evil.example/a>", "see `evil.example/a`"],
  ["[1]: https://evil.example/a", "[1]: `evil.example/a`"],
  ["www.evil.example/a", "`www.evil.example/a`"],
  ["https://github.com@evil.example/a", "`github.com@evil.example/a`"],
  ["https://github.com/acme/shop/pull/1?x=secret", "https://github.com/acme/shop/pull/1"],
  ["[dbt](https://docs.getdbt.com/docs)", "[dbt](https://docs.getdbt.com/docs)"],
])("links lead only where they may, and carry nothing along: %s", (text, tame) => {
  expect(tameWords(text)).toBe(tame);
  expect(tameWords(tame)).toBe(tame);
});
