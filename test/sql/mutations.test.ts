import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openGates } from "./gates.ts";

const Line = z.object({ sql: z.string(), expect: z.enum(["allow", "deny"]), why: z.string() });

/** More of them: `SQL_MUTATIONS=100000 vitest run test/sql/mutations.test.ts`. */
const numRuns = Number(process.env.SQL_MUTATIONS ?? 250);
const isLong = process.env.SQL_MUTATIONS !== undefined;
const seed = isLong ? Date.now() : 20_261_125;

const gates = await openGates();

/** What must not be changed, or spaces, or anything else of one letter. */
const piece =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\s+|[\s\S]/g;

function change(sql: string, letters: (letter: string) => string, space: (at: number) => string) {
  const pieces = sql.match(piece) ?? [];
  return pieces
    .map((text, at) => {
      if (/^\s+$/.test(text)) return space(at);
      return text.length === 1 ? letters(text) : text;
    })
    .join("");
}

const cases: readonly ((letter: string) => string)[] = [
  (letter) => letter,
  (letter) => letter.toUpperCase(),
  (letter) => letter.toLowerCase(),
];

const spaces = fc.array(
  fc.constantFrom(
    " ",
    "\n",
    "\t",
    "  ",
    " /**/ ",
    " /* drop table t; */ ",
    " -- ; delete\n",
    "\r\n",
  ),
  { minLength: 1, maxLength: 6 },
);

/** A query inside another one. */
const places: readonly ((sql: string) => string)[] = [
  (sql) => sql,
  (sql) => `select * from (${sql}) q`,
  (sql) => `with w as (${sql}) select * from w`,
  (sql) => `select 1 as x where exists (${sql})`,
  (sql) => `explain ${sql}`,
  (sql) => `(${sql})`,
];

describe.each(["duckdb", "postgres", "snowflake"] as const)(
  "changed statements in %s",
  (dialect) => {
    const judge = gates.withoutCatalogue[dialect];
    const lines = [dialect, `${dialect}-own`].flatMap((name) =>
      readFileSync(`test/fixtures/sql/${name}.jsonl`, "utf8")
        .trim()
        .split("\n")
        .map((line) => Line.parse(JSON.parse(line))),
    );
    const sqlOf = (verdict: "allow" | "deny") =>
      lines.filter((line) => line.expect === verdict).map(({ sql }) => sql);
    const changed = (statements: readonly string[]) =>
      fc
        .tuple(fc.constantFrom(...statements), fc.constantFrom(...cases), spaces)
        .map(([sql, letters, list]) => change(sql, letters, (at) => list[at % list.length] ?? " "));

    test("our own corpus has its verdicts", async () => {
      const wrong: string[] = [];
      for (const { sql, expect: expected } of lines) {
        const verdict = await judge(sql);
        if ((verdict.kind === "allow") !== (expected === "allow")) wrong.push(sql);
      }

      expect(wrong).toEqual([]);
    });

    test("what is harmless stays so in other letters, spaces and comments", async () => {
      // A parameter's name and a quoted alias belong to the text; what DuckDB compares with case is not changed.
      const harmless = sqlOf("allow").filter((sql) => !/--|\/\/|\/\*|\$[a-z]|\\/i.test(sql));

      await fc.assert(
        fc.asyncProperty(changed(harmless), async (sql) => {
          expect(await judge(sql)).toMatchObject({ kind: "allow" });
        }),
        { numRuns, seed },
      );
    });

    test("a harmless query stays so inside another one", async () => {
      const queries = sqlOf("allow").filter(
        (sql) => /^(select|with|values)\b/i.test(sql) && !/--|\/\/|;|\$/.test(sql),
      );
      const nested = fc
        .tuple(fc.constantFrom(...queries), fc.constantFrom(...places))
        .map(([sql, place]) => place(sql));

      await fc.assert(
        fc.asyncProperty(nested, async (sql) => {
          expect(await judge(sql)).toMatchObject({ kind: "allow" });
        }),
        { numRuns, seed },
      );
    });

    test("what is hostile stays so in other letters, spaces and comments, and inside another query", async () => {
      // A line break in a comment would make another statement of it.
      const hostile = sqlOf("deny").filter((sql) => !/--|\/\/|\/\*/.test(sql));
      const hidden = fc
        .tuple(changed(hostile), fc.constantFrom(...places))
        .map(([sql, place]) => place(sql));

      await fc.assert(
        fc.asyncProperty(hidden, async (sql) => {
          expect(await judge(sql)).toMatchObject({ kind: "refused" });
        }),
        { numRuns, seed },
      );
    });

    test("letters that look like others make no other name of one", async () => {
      const alike = new Map(
        [..."aceopxyAEOPCTX"].map((letter, at) => [letter, [..."асеорхуАЕОРСТХ"][at]]),
      );
      // Of the names of functions: any other name may be one that nobody has.
      const called = /^(.*?[^\w])([a-z_][\w$]*)(\(.*)$/is;
      const hostile = sqlOf("deny").flatMap((sql) => {
        const [, before = "", name = "", after = ""] = called.exec(sql) ?? [];
        return [...name].flatMap((letter, at) => {
          const other = alike.get(letter);
          return other === undefined
            ? []
            : [`${before}${name.slice(0, at)}${other}${name.slice(at + 1)}${after}`];
        });
      });
      const swapped = fc.constantFrom(...hostile);

      await fc.assert(
        fc.asyncProperty(swapped, async (sql) => {
          expect(await judge(sql)).toMatchObject({ kind: "refused" });
        }),
        { numRuns, seed },
      );
    });
  },
);
