import { afterAll, describe, expect, test } from "vitest";
import { profileRelation } from "#runner/documentation/profile-relation.ts";
import type { Warehouse } from "#runner/ports.ts";
import { openPostgres } from "#runner/warehouse/open-postgres.ts";
import { silentLog } from "../workshop/silent-log.ts";
import { aDuckDb, aPostgres, type Engine, observed } from "./two-engines.ts";

const thousand = Array.from({ length: 1_000 }, (_, n) => `${n} as "column ${n}"`).join(", ");

/** What both engines write the same way. */
const data = `
  create schema odd;
  create table odd."select from" ("order" integer, "it's ""quoted""" varchar(20), "Größe €" numeric(10,2), "two  words" date);
  insert into odd."select from" values (1, 'a''b', 1.5, date '2024-01-01'), (2, '"', 2.5, null);
  create table odd.floats as select cast(v as double precision) as v, cast(v as real) as r from
    (values ('1.5'), ('NaN'), ('Infinity'), ('-Infinity'), ('-2.5'), ('1e300')) as t(v) where v <> '1e300';
  create table odd.huge_floats as select cast(v as double precision) as v from (values ('1e300'), ('-1e300'), ('3')) as t(v);
  create table odd.times as select cast(d as date) as d, cast(t as timestamp) as t from
    (values ('1492-10-12', '1492-10-12 01:02:03.5'), ('infinity', 'infinity'), ('2024-02-29', '-infinity'), ('9999-12-31', '2030-01-01 00:00:00')) as x(d, t);
  create table odd.prose as select repeat('long text ', 100000) as body, cast('x' as varchar(10)) as short from generate_series(1, 3);
  create table odd.wide as select ${thousand};
  create table odd.vanishing as select 1 as kept, 2 as lost;
  create table odd.fine as select i as id from generate_series(1, 10) as t(i);
  create view odd.endless as select count(*) as n from generate_series(1, 1000000) a(x), generate_series(1, 10000000) b(y) where (a.x + b.y) % 7 = 3;
  create view odd.broken as select cast(body as integer) as n from odd.prose;
`;
const inDuckDb = `
  create type odd.mood as enum ('glad', 'sad');
  create table odd.kinds as select i as id, [i] as list, {'a': i} as record, map {'k': i} as pairs,
    cast(cast(i as varchar) as json) as js, cast('ab' as blob) as bytes, uuid() as u,
    cast('glad' as odd.mood) as mood, interval (i) day as span, cast('101' as bit) as bits,
    union_value(num := i) as either, time '10:00:00' as at_time, cast(i as hugeint) * 10000000000000000000 as big
    from range(1, 6) t(i);
  create table odd.bc as select date '0044-03-15 (BC)' as d, timestamp '0044-03-15 (BC) 01:02:03' as t;
`;
const inPostgres = `
  create type odd.mood as enum ('glad', 'sad');
  create domain odd.score as integer check (value >= 0);
  create table odd.kinds as select i as id, array[i] as list, row(i, 'a') is not null as record, point(i, i) as pairs,
    jsonb_build_object('n', i) as js, '\\x00'::bytea as bytes, gen_random_uuid() as u, 'glad'::odd.mood as mood,
    i * interval '1 day' as span, b'101' as bits, '<a/>'::xml as either, time '10:00' as at_time,
    i::numeric * 10000000000000000000 as big, i::odd.score as score, '127.0.0.1'::inet as host, 'a b'::tsvector as words, int4range(1, i + 1) as span2
    from generate_series(1, 5) i;
  create table odd.bc as select date '0044-03-15 BC' as d, timestamp '0044-03-15 01:02:03 BC' as t;
  create table odd.numbers as select v::numeric as v, case when v <> 'Infinity' then v::numeric(10,2) end as fixed from (values ('1.5'), ('NaN'), ('Infinity'), ('2.5')) as t(v);
  create table odd."quote""d" as select 1 as id;
`;

const engines: [string, Engine | undefined][] = [
  ["DuckDB", await aDuckDb(data + inDuckDb)],
  ["Postgres", await aPostgres(data + inPostgres)],
];
const postgres = engines[1]?.[1];
afterAll(async () => {
  for (const [, engine] of engines) await engine?.close();
});

describe.each(engines)("odd input in %s", (_name, engine) => {
  describe.skipIf(engine === undefined)("(it is installed)", () => {
    const profile = async (name: string, more = {}) => {
      const answer = await engine?.profile({ schema: "odd", name }, { subject: name, ...more });
      if (answer === undefined) throw new Error("no engine");
      const { facts, notes, columns } = answer.profile;
      const said = (column: string, metric: string, argument?: string) =>
        facts.find(
          (fact) =>
            fact.subject === `${name}.${column}` &&
            fact.metric === metric &&
            fact.argument === argument,
        )?.value;
      return { said, facts, notes, columns };
    };

    test("names with quotes, spaces, other alphabets and reserved words", async () => {
      const { said, notes } = await profile("select from");

      expect(notes).toEqual([]);
      expect(said("order", "max")).toBe(2);
      expect(said(`it's "quoted"`, "distinct_count")).toBe(2);
      expect(said("Größe €", "mean")).toBe(2);
      expect(said("two  words", "null_count")).toBe(1);
    });

    test("numbers that are none, or endless, are counted and left out of ranges and means", async () => {
      const { said, notes } = await profile("floats");

      expect(notes).toEqual([]);
      for (const column of ["v", "r"]) {
        expect(said(column, "nan_count")).toBe(1);
        expect(said(column, "infinite_count")).toBe(2);
        expect(said(column, "min")).toBe(-2.5);
        expect(said(column, "max")).toBe(1.5);
        expect(said(column, "mean")).toBe(-0.5);
        expect(said(column, "p50")).toBe(-2.5);
        expect(said(column, "distinct_count")).toBe(5);
      }
    });

    test("a deviation that no number can hold is left out with a note, the rest is measured", async () => {
      const { said, notes } = await profile("huge_floats");

      expect(notes).toHaveLength(1);
      expect(notes[0]).toMatch(/stddev of v was not measured: /);
      expect(said("v", "max")).toBe(1e300);
      expect(said("v", "p50")).toBe(3);
    });

    test("endless times, years before the calendar and after ours", async () => {
      const { said, notes } = await profile("times");

      expect(notes).toEqual([]);
      expect(said("d", "infinite_count")).toBe(1);
      expect([said("d", "min"), said("d", "max")]).toEqual(["1492-10-12", "9999-12-31"]);
      expect(said("t", "infinite_count")).toBe(2);
      expect(said("t", "min")).toBe("1492-10-12 01:02:03.5");
      expect(said("t", "future_count")).toBe(2);
    });

    test("years before our era are written with BC", async () => {
      const { said } = await profile("bc");

      expect(said("d", "min")).toBe("0044-03-15 BC");
      expect(said("t", "max")).toBe("0044-03-15 01:02:03 BC");
    });

    test("texts of a million characters are measured, and shown nowhere", async () => {
      const { said, facts, notes } = await profile("prose");

      expect(notes).toEqual([]);
      expect(said("body", "max_length")).toBe(1_000_000);
      expect(said("body", "distinct_count")).toBe(1);
      expect(said("body", "min")).toBeUndefined();
      expect(said("short", "share", "x")).toBe(1);
      expect(facts.every(({ value }) => String(value).length <= 100)).toBe(true);
      expect(facts.every(({ query }) => query.length < 2_000)).toBe(true);
    });

    test("a thousand columns are all measured", async () => {
      const { facts, notes } = await profile("wide");

      expect(notes).toEqual([]);
      expect(facts.filter(({ metric }) => metric === "max")).toHaveLength(1_000);
      expect(facts.filter(({ metric }) => metric === "distinct_count")).toHaveLength(1_000);
    }, 60_000);

    test("types of every kind are measured as far as their kind allows", async () => {
      const { said, notes, columns } = await profile("kinds");

      expect(notes).toEqual([]);
      for (const { name } of columns) expect(said(name, "null_count")).toBe(0);
      expect(said("js", "distinct_count")).toBeUndefined();
      expect(said("list", "distinct_count")).toBeUndefined();
      expect(said("u", "is_unique")).toBe(true);
      expect(said("span", "distinct_count")).toBe(5);
      expect(said("big", "max")).toBe(50_000_000_000_000_000_000);
    });

    test("a column that vanished after the catalogue was read is left out with a note", async () => {
      const columns = await engine?.warehouse.columns({ schema: "odd", name: "vanishing" });
      if (engine === undefined || columns === undefined) throw new Error("no engine");

      const answer = await profileRelation(aWorld(engine.warehouse), {
        subject: "vanishing",
        relation: { schema: "odd", name: "vanishing" },
        columns: [...columns, { name: "gone", type: columns[0]?.type ?? "" }],
      });

      if (answer.kind !== "profiled") throw new Error(answer.reason);
      const { facts, notes } = answer.profile;
      expect(facts.filter(({ metric }) => metric === "max").map(({ subject }) => subject)).toEqual([
        "vanishing.kept",
        "vanishing.lost",
      ]);
      expect(notes.join("\n")).toMatch(/of gone was not measured|of gone were not measured/);
    });

    test("a relation that vanished is a failure that says so", async () => {
      if (engine === undefined) throw new Error("no engine");

      const answer = await profileRelation(aWorld(engine.warehouse), {
        subject: "gone",
        relation: { schema: "odd", name: "gone" },
        columns: [],
      });

      expect(answer).toEqual({ kind: "failed", reason: "there is no such relation" });
    });

    test("a view that takes too long fails; of one that cannot be computed only the rows are known", async () => {
      if (engine === undefined) throw new Error("no engine");
      const ask = async (name: string, timeoutMs: number) =>
        profileRelation(
          { ...aWorld(engine.warehouse), timeoutMs },
          {
            subject: name,
            relation: { schema: "odd", name },
            columns: [{ name: "n", type: "bigint" }],
          },
        );

      const endless = await ask("endless", 200);
      const broken = await ask("broken", 10_000);
      const fine = await profile("fine");

      expect(endless).toMatchObject({ kind: "failed", reason: expect.stringContaining("0.2 s") });
      if (broken.kind !== "profiled") throw new Error(broken.reason);
      const notes = broken.profile.notes.join("\n");
      expect(notes).toMatch(/the view was not copied, so it was computed for every question: /);
      expect(notes).toMatch(/measures of n were not measured: /);
      expect(notes).not.toContain("long text");
      expect(fine.said("id", "max")).toBe(10);
    });

    test("what the agent may not read is refused, a view before anything is copied", async () => {
      const access = { allowSchemas: ["elsewhere"], denySchemas: [], denyColumns: [] };

      for (const name of ["fine", "endless"]) {
        await expect(profile(name, { access })).rejects.toThrow(/may read elsewhere/);
      }
    });
  });
});

describe.skipIf(postgres === undefined)("odd input in Postgres alone", () => {
  test("numerics that are none, or endless", async () => {
    const answer = await postgres?.profile({ schema: "odd", name: "numbers" });

    const said = (subject: string, metric: string) =>
      answer?.profile.facts.find((fact) => fact.subject === subject && fact.metric === metric)
        ?.value;
    expect(answer?.profile.notes).toEqual([]);
    expect(said("numbers.v", "max")).toBe(2.5);
    expect(said("numbers.v", "nan_count")).toBe(1);
    expect(said("numbers.v", "infinite_count")).toBe(1);
    expect(said("numbers.v", "mean")).toBe(2);
    expect(said("numbers.fixed", "max")).toBe(2.5);
    expect(said("numbers.fixed", "nan_count")).toBe(1);
    expect(said("numbers.fixed", "p95")).toBe(2.5);
  });

  test("what the role may not read fails with the server's reason, and the next one is measured", async () => {
    if (postgres === undefined) throw new Error("no Postgres");
    await postgres.write(`create role stranger login; grant usage on schema odd to stranger;
      grant select on odd.fine to stranger`);
    const url = postgres.place.replace("postgres@", "stranger@");
    const warehouse = await openPostgres({ url, log: silentLog });
    const ask = (name: string) =>
      profileRelation(aWorld(warehouse), {
        subject: name,
        relation: { schema: "odd", name },
        columns: [{ name: name === "fine" ? "id" : "kept", type: "integer" }],
      });

    const closed = await ask("vanishing");
    const open = await ask("fine");
    await warehouse.close();

    expect(closed).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("permission denied"),
    });
    expect(open).toMatchObject({ kind: "profiled", profile: { rows: 10 } });
  });

  test("a table with a quote in its name", async () => {
    const answer = await postgres?.profile({ schema: "odd", name: 'quote"d' });

    expect(answer?.profile.rows).toBe(1);
  });

  test("a connection that is cut halfway names the relation, and the next one is measured", async () => {
    if (postgres === undefined) throw new Error("no Postgres");
    const { warehouse } = postgres;
    const about = (name: string) => ({
      subject: name,
      relation: { schema: "odd", name },
      columns: [{ name: name === "fine" ? "id" : "n", type: "integer" }],
    });
    const isCut = `pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'buster test' and state = 'active' and query like 'insert into pg_temp%'`;

    const lost = profileRelation(aWorld(warehouse), about("endless")).catch(String);
    await expect.poll(() => postgres.ask(`select ${isCut}`), { timeout: 10_000 }).toHaveLength(1);
    const reason = await lost;
    const next = await profileRelation(aWorld(warehouse), about("fine"));

    expect(reason).toMatch(/measuring odd\.endless: asking the Postgres warehouse: /);
    expect(next).toMatchObject({ kind: "profiled", profile: { rows: 10 } });
  });
});

function aWorld(warehouse: Warehouse) {
  return {
    warehouse,
    clock: { now: () => new Date(observed), sleep: async () => {} },
    signal: new AbortController().signal,
    tag: "buster test",
  };
}
