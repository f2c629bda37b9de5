import fc from "fast-check";
import { expect, test } from "vitest";
import { factFileName } from "#runner/facts/fact-file-name.ts";
import { markedToPlain } from "#runner/facts/marked-to-plain.ts";
import { numberFacts } from "#runner/facts/number-facts.ts";
import { readFactFile } from "#runner/facts/read-fact-file.ts";
import { writeFactFile } from "#runner/facts/write-fact-file.ts";
import { aFact, aFile, aStatement, orders } from "./a-fact.ts";

test("what is written is read again, the same", () => {
  const later = aFact("F99", ["amount", "stddev", "NaN"], {
    at: "2026-11-25T00:00:00.000Z",
    rows: 12,
  });
  const sampled = aFact("F98", ["channel", "share", 0.1, 'a "quoted"\nvalue'], {
    method: "sample",
    sample: { seed: 42, low: 0.08, high: 0.12 },
  });
  const file = {
    ...aFile([...orders, sampled, later], [aStatement("Unique {F2}.", { column: "id" })]),
    sql: "ab12",
    written: { "": "cd34", 'weird "name"': "ef56" },
  };

  const text = writeFactFile(file);
  const read = readFactFile(text);

  expect("problem" in read ? read.problem : writeFactFile(read)).toBe(text);
  expect(read).toMatchObject({ subject: "orders", sql: "ab12", written: file.written });
  expect("facts" in read ? read.facts.find(({ id }) => id === "F98") : undefined).toEqual(sampled);
  expect("facts" in read ? read.facts.find(({ id }) => id === "F99") : undefined).toEqual(later);
});

test("one more fact is one more line, and the common time stands once", () => {
  const before = writeFactFile(aFile(orders.slice(0, 10))).split("\n");
  const after = writeFactFile(
    aFile([...orders.slice(0, 10), aFact("F90", ["amount", "p25", 4])]),
  ).split("\n");

  const added = after.filter((line) => !before.includes(line));
  expect(added).toHaveLength(1);
  expect(added[0]).toContain('"p25"');
  expect(after.join("\n").match(/2026-11-24T10/g)).toHaveLength(1);
});

test("a second measurement of the same writes the same bytes", () => {
  const now = { at: "2026-12-01T00:00:00.000Z" };
  const measured = orders.map(({ id: _, ...fact }) => ({ ...fact, ...now }));

  const first = writeFactFile(aFile(orders));
  const second = writeFactFile(aFile(numberFacts({ facts: orders }, measured)));

  expect(second).toBe(first);
});

test("a fact keeps its id when its value changes, and a gone one's id is not given again", () => {
  const previous = { facts: [aFact("F1", ["", "row_count", 5]), aFact("F7", ["id", "min", 1])] };
  const measured = [aFact("x", ["", "row_count", 6]), aFact("x", ["id", "max", 9])].map(
    ({ id: _, ...fact }) => ({ ...fact, at: "2026-12-01T00:00:00.000Z" }),
  );

  const facts = numberFacts(previous, measured);

  expect(facts.map(({ id, value, at }) => [id, value, at.slice(0, 10)])).toEqual([
    ["F1", 6, "2026-12-01"],
    ["F8", 9, "2026-12-01"],
  ]);
});

test.each([
  ["{", /it is no JSON/],
  ["<<<<<<< HEAD\n{}", /merge conflict/],
  ["[]", /it: /],
  ['{"version": 2}', /version/],
  [
    writeFactFile(aFile([orders[0], orders[0]].flatMap((fact) => fact ?? []))),
    /two facts are called F1/,
  ],
  [writeFactFile(aFile(orders)).replace(/"at": .*,\n/, ""), /has no time/],
])("a file that is none says why: %s", (text, problem) => {
  const read = readFactFile(text);

  expect("problem" in read ? read.problem : "").toMatch(problem);
});

test("names of files are safe, and no two subjects share one", () => {
  expect(factFileName("fct_orders")).toBe("fct_orders.json");
  expect(factFileName("raw.orders")).toBe("raw.orders.json");
  expect(factFileName("Orders")).not.toBe(factFileName("orders").replace("o", "O"));
  expect(factFileName("..")).toBe("%2e%2e.json");
  expect(factFileName("con")).toBe("%63on.json");
  expect(factFileName("x".repeat(1000)).length).toBeLessThan(256);
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: "binary", maxLength: 300 }),
      (a, b) => {
        // Half of a surrogate pair is no text.
        fc.pre(a !== b && a.isWellFormed() && b.isWellFormed());

        const [one, other] = [factFileName(a), factFileName(b)];
        expect(one).toMatch(/^(?!\.)[a-z0-9_.%-]+\.json$/);
        expect(one.toLowerCase()).not.toBe(other.toLowerCase());
      },
    ),
    { numRuns: 500, seed: 1 },
  );
});

test("marks are taken out, and other braces stay", () => {
  expect(markedToPlain("58% {F17} of {a, b} are 'web' {F3,F9}.")).toBe("58% of {a, b} are 'web'.");
});
