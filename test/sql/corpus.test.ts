import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openGates } from "./gates.ts";

const Line = z.object({ sql: z.string(), expect: z.enum(["allow", "deny"]), why: z.string() });

const gates = await openGates();

describe.each(["duckdb", "postgres", "snowflake"] as const)("the gate for %s", (dialect) => {
  const judge = gates.withoutCatalogue[dialect];
  const lines = readFileSync(`test/fixtures/sql/${dialect}.jsonl`, "utf8")
    .trim()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)));
  const classOf = ({ why }: { why: string }) => /^\[(.+?)\]/.exec(why)?.[1] ?? "";
  const harmless = lines.filter((line) => line.expect === "allow");
  const hostile = lines.filter((line) => line.expect === "deny");
  const classes = [...Map.groupBy(hostile, classOf)].map(([name, group]) => ({
    name,
    count: group.length,
    group,
  }));

  test.each(classes)("refuses all $count of $name", async ({ group }) => {
    const allowed: string[] = [];
    for (const { sql } of group) {
      const verdict = await judge(sql);
      if (verdict.kind === "allow") allowed.push(sql);
    }

    expect(allowed).toEqual([]);
  });

  test(`allows all ${harmless.length} harmless statements`, async () => {
    const refused: string[] = [];
    for (const { sql } of harmless) {
      const verdict = await judge(sql);
      if (verdict.kind === "refused") refused.push(sql);
    }

    expect(refused).toEqual([]);
  });

  test("every refusal is one sentence without the engine's own vocabulary", async () => {
    const reasons = new Set<string>();
    for (const { sql } of hostile) {
      const verdict = await judge(sql);
      if (verdict.kind === "refused") reasons.add(verdict.reason);
    }

    for (const reason of reasons) {
      expect(reason).toMatch(/^[^\n]{10,300}$/);
      expect(reason).not.toMatch(/undefined|\[object|null/);
    }
  });

  const hostileSelects = hostile.filter(({ sql }) => /^\s*(select|values)\b/i.test(sql));
  const places: readonly ((sql: string) => string)[] = [
    (sql) => `select * from (${sql}) q`,
    (sql) => `with q as (${sql}) select * from q`,
    (sql) => `select 1 where exists (${sql})`,
    (sql) => `select (${sql})`,
    (sql) => `select 1 union all ${sql}`,
    (sql) => `select case when true then (${sql}) end`,
    (sql) => `select count(*) filter (where 1 in (${sql})) from t`,
    (sql) => `select a from t order by (${sql})`,
    (sql) => `select sum(a) over (partition by (${sql})) from t`,
    (sql) => `select a from t limit (${sql})`,
    (sql) => `select * from t join u on a = (${sql})`,
    (sql) => `select coalesce(a, (${sql})) from t`,
    (sql) => `explain ${sql}`,
  ];

  test(`finds ${hostileSelects.length} of them in ${places.length} hiding places`, async () => {
    const allowed: string[] = [];
    for (const { sql } of hostileSelects) {
      for (const place of places) {
        const hidden = place(sql);
        const verdict = await judge(hidden);
        if (verdict.kind === "allow") allowed.push(hidden);
      }
    }

    expect(allowed).toEqual([]);
  });

  test("no change of case, spaces or comments makes one of them pass", async () => {
    // A line break in a comment would make another statement of it.
    const uncommented = hostile.filter(({ sql }) => !/--|\/\*/.test(sql));
    const space = fc.constantFrom(" ", "\n", "\t", "/**/", "/* select 1 */", " -- x\n");
    const changed = fc
      .tuple(fc.constantFrom(...uncommented), fc.array(space, { minLength: 1 }), fc.boolean())
      .map(([{ sql }, spaces, upper]) => {
        const words = (upper ? sql.toUpperCase() : sql.toLowerCase()).split(" ");
        return words.map((word, at) => word + (spaces[at % spaces.length] ?? " ")).join("");
      });

    await fc.assert(
      fc.asyncProperty(changed, async (sql) => {
        expect((await judge(sql)).kind).toBe("refused");
      }),
      { numRuns: 300 },
    );
  });

  test("no text at all makes it throw", async () => {
    const pieces = fc.constantFrom(
      ..."select from where ( ) , * ; ' \" $$ -- /* */ :: [ ] { } 1 a.b with as case end in exists union order by limit join on values pivot | ~ ! @ # ? \\ é 😀".split(
        " ",
      ),
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(" ")),
      fc.string({ unit: "binary", maxLength: 200 }),
    );

    await fc.assert(
      fc.asyncProperty(text, async (sql) => {
        expect(["allow", "refused"]).toContain((await judge(sql)).kind);
      }),
      { numRuns: 500 },
    );
  });
});
