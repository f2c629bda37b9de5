import fc from "fast-check";
import { CORE_SCHEMA, dump, load } from "js-yaml";
import { expect, test } from "vitest";
import { notPlain } from "#runner/dbt/yaml/not-plain.ts";
import { readPlainYaml } from "#runner/dbt/yaml/read-plain-yaml.ts";

/** What the whole parser says; notPlain where it refuses. */
function whole(text: string): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch {
    return notPlain;
  }
}

test.each([
  "a: 1\nb:\n  - x\n  - y: 2\n    z: '3'\nc:\n- 1\n- ~\n",
  "a: |\n  one\n\n  two\n\nb: >\n  three\n  four\n\n  five\nc: >-\n  six\n",
  "a: &n\nlist:\n  - &x\n    name: b\n  - *x\n  - name: c # why\n",
  "a: [1, 'two', \"three\", {x: y, z: [true]}]\nb: {}\nc: []\n",
  "---\n# nothing\na: it's \"so\"\nb: http://x.org/#y\nc: a #b\nd: '#e'\n",
])("what people write is read without the whole parser: %j", (text) => {
  const plain = readPlainYaml(text);

  expect(plain === notPlain ? whole(text) : plain).toEqual(whole(text));
});

const fragments = [
  "a: b",
  "a:",
  "- a",
  "-",
  "  - c: d",
  "  e: 'it''s'",
  '  f: "x\\n\\"y"',
  "  g: |",
  "  g: >-",
  "    text here",
  "    # no comment",
  "",
  "   ",
  "# comment",
  "  h: [a, b, {c: d}]",
  "  i: {j: k, l: 'm: n'}",
  "  n: 2020-01-01",
  "  o: 1.50",
  "  p: 007",
  "  q: -1",
  "  r: Null # why",
  "  s: x: y",
  "  - &t",
  "  - *t",
  "  u: {{ var('x') }}",
  "  v: \"{{ doc('x') }}\"",
  "      deep: er",
  "\tw: tab",
  "  x: a\tb",
  "--- ",
  "'quoted': 1",
  "y : 2",
  "__proto__: 1",
  "  z: *t",
  "  <<: *t",
  "  aa: !tag x",
];

test("whatever the lines, it says what the whole parser says, or nothing", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...fragments), { maxLength: 9 }),
      fc.boolean(),
      (lines, isEnded) => {
        const text = lines.join("\n") + (isEnded ? "\n" : "");
        const plain = readPlainYaml(text);

        if (plain !== notPlain) expect(plain).toEqual(whole(text));
      },
    ),
    { numRuns: 4_000 },
  );
});

test("whatever the data, what is written is read back or left to the whole parser", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (data) => {
      const text = dump({ models: [data], version: 2 });
      const plain = readPlainYaml(text);

      if (plain !== notPlain) expect(plain).toEqual(whole(text));
    }),
    { numRuns: 1_000 },
  );
});
