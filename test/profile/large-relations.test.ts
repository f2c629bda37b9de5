import { afterAll, describe, expect, test } from "vitest";
import { factValue } from "#runner/profile/fact-value.ts";
import { aDuckDb, aPostgres, type Engine } from "./two-engines.ts";

const rows = 60_000;
const data = `
  create schema big;
  create table big.events as
  select cast(i as bigint) as event_id, cast(i % 30000 as bigint) as user_id,
    case i % 10 when 0 then 'buy' when 1 then 'sell' else 'look' end as action,
    cast((cast(i as bigint) * 7907) % 59999 as double precision) / 7 as price,
    case when i % 50 = 0 then null else 'A' || cast(i as varchar) end as code
  from generate_series(1, ${rows}) as t(i);
  create view big.v_events as select * from big.events;
`;
const engines: [string, Engine | undefined][] = [
  ["DuckDB", await aDuckDb(data)],
  ["Postgres", await aPostgres(`${data} analyze big.events;`)],
];
afterAll(async () => {
  for (const [, engine] of engines) await engine?.close();
});

const limits = { maxRows: 10, maxBytes: 100_000, timeoutMs: 10_000, tag: "buster test" };
/** As if 60,000 rows were too many. */
const small = { limits: { exactRows: 20_000, sampleRows: 5_000 } };

describe.each(engines)("a relation with many rows in %s", (_name, engine) => {
  describe.skipIf(engine === undefined)("(it is installed)", () => {
    const profile = async (name = "events", more = {}) => {
      const answer = await engine?.profile({ schema: "big", name }, { subject: "events", ...more });
      if (answer === undefined) throw new Error("no engine");
      return answer.profile;
    };

    test("counts and ranges are of all rows, shares and quantiles of a sample with their interval", async () => {
      const { facts, method, notes } = await profile("events", small);

      const of = (metric: string) =>
        facts.find((fact) => fact.subject === "events.price" && fact.metric === metric);
      expect(notes).toEqual([]);
      expect(method).toBe("sample");
      expect(of("min")).toMatchObject({ method: "exact", value: 0 });
      expect(of("null_count")).toMatchObject({ method: "exact" });
      const median = of("p50");
      expect(median).toMatchObject({ method: "sample", sample: { seed: 42 } });
      expect(median?.rows).toBeGreaterThan(4_000);
      const truth = 59_999 / 2 / 7;
      expect(median?.sample?.low).toBeLessThan(truth);
      expect(median?.sample?.high).toBeGreaterThan(truth);
    });

    test("of a sample nothing distinct, unique or closed is said", async () => {
      const { facts, columns } = await profile("events", small);

      const sampled = facts.filter(({ method }) => method === "sample");
      expect(sampled.length).toBeGreaterThan(3);
      for (const { metric } of sampled) expect(metric).toMatch(/^(?:p\d\d|share)$/);
      expect(columns.find(({ name }) => name === "price")).toMatchObject({
        distinct: undefined,
        isUnique: undefined,
        sketch: undefined,
      });
    });

    test("a column with few values is counted on all rows even so, and a key tested on all", async () => {
      const { columns, facts } = await profile("events", small);

      expect(columns.find(({ name }) => name === "action")).toMatchObject({
        semantics: "enum",
        distinct: 3,
      });
      expect(
        facts.find(({ metric, argument }) => metric === "share" && argument === "look"),
      ).toMatchObject({ method: "exact", value: 0.8 });
      expect(columns.find(({ name }) => name === "event_id")).toMatchObject({
        semantics: "key",
        isUnique: true,
        distinct: rows,
      });
      expect(columns.find(({ name }) => name === "user_id")).toMatchObject({ isUnique: false });
    });

    test("the query of a sampled fact takes the same sample again", async () => {
      const { facts } = await profile("events", small);

      for (const fact of facts.filter(({ method }) => method === "sample")) {
        const again = await engine?.warehouse.query(fact.query, limits);
        if (again?.kind !== "rows") throw new Error(`${fact.query}: ${again?.reason}`);
        expect(factValue(again.result.rows[0]?.[0] ?? null, "number")).toBe(fact.value);
      }
    });

    test("what groups tell of texts is what looking at each row tells", async () => {
      const together = await profile();
      const apart = await profile("events", { limits: { rowsTogether: 1_000 } });

      const tell = ({ facts }: typeof apart) =>
        facts
          .filter(({ method }) => method === "exact")
          .map(({ subject, metric, argument, value, query }) =>
            JSON.stringify([subject, metric, argument, value, query]),
          )
          .sort();
      expect(apart.notes).toEqual([]);
      expect(tell(apart)).toEqual(tell(together));
    });

    test("with the usual limits all of it is exact but for what would cost too much", async () => {
      const { facts, columns } = await profile();

      const exact = facts.filter(({ method }) => method === "exact");
      expect(exact.length / facts.length).toBeGreaterThan(0.85);
      expect(columns.find(({ name }) => name === "code")).toMatchObject({
        isUnique: true,
        distinct: rows * 0.98,
      });
      expect(columns.find(({ name }) => name === "user_id")?.sketch).toHaveLength(128);
    });

    test("a view is copied once and grouped exactly; one that is too large is computed each time, and said so", async () => {
      const copied = await profile("v_events");
      const large = await profile("v_events", small);

      expect(copied.method).toBe("exact");
      expect(copied.notes).toEqual([]);
      expect(copied.facts.every(({ query }) => query.includes("v_events"))).toBe(true);
      expect(large.rows).toBe(rows);
      expect(large.notes).toEqual([
        "the view was not copied, so it was computed for every question: it has more than 20000 rows",
      ]);
    });
  });
});
