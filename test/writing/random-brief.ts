import fc from "fast-check";
import type { Relationship } from "#runner/keys/relationship.ts";
import type { Brief } from "#runner/writing/brief.ts";
import { aBrief, aColumn, aRelationship, type GivenColumn } from "./a-brief.ts";

const names = fc.oneof(
  fc.constantFrom(
    "order_id",
    "status",
    "net_amount",
    "unit price",
    'say "hi"',
    "select",
    "größe",
    "数量",
    "all_values",
    "unique",
    "2024 sales",
    "x".repeat(90),
    "a`b",
    "{{ ref('x') }}",
    "{F1}",
    "modified_at",
    "no",
    "is_first",
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
);
const values = fc.oneof(
  fc.constantFrom(
    "web",
    "in store",
    "it's",
    "",
    " x ",
    "{{ x }}",
    "58%",
    "2024-01-01",
    "never",
    "0",
  ),
  fc.string({ maxLength: 10, unit: "grapheme" }),
);
const amounts = fc.oneof(
  fc.integer({ min: -1_000_000, max: 100_000_000 }),
  fc.double({ min: -1e7, max: 1e7, noNaN: true }),
  fc.constantFrom(0, 0.00001, 1e-12, 99.995, 1e21, -1e21, 1999, 2024, 0.1 + 0.2),
);
const rowCounts = fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.integer({ min: 4, max: 50_000_000 }));
const days = fc.oneof(
  {
    arbitrary: fc.constantFrom("9999-12-31 00:00:00", "0001-01-01 00:00:00", "2008-04-30 00:00:00"),
    weight: 1,
  },
  {
    weight: 4,
    arbitrary: fc
      .date({ min: new Date("0900-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().replace("T", " ").slice(0, 19)),
  },
);

/** How the rows divide into nulls and values. */
function filled(rows: number) {
  return fc
    .tuple(fc.constantFrom(0, 0.001, 0.3, 0.999, 1), fc.constantFrom(0, 0.001, 0.2, 1))
    .map(([nullPart, distinctPart]) => {
      const nulls = Math.min(rows, Math.round(rows * nullPart));
      const nonNull = rows - nulls;
      const distinct = nonNull === 0 ? 0 : Math.max(1, Math.round(nonNull * distinctPart));
      return {
        nonNull,
        distinct,
        facts: {
          null_count: nulls,
          ...(nulls > 0 ? { null_share: nulls / rows } : {}),
          distinct_count: distinct,
          ...(nonNull > 0
            ? {
                is_unique: distinct === nonNull,
                max_frequency: distinct === nonNull ? 1 : nonNull - distinct + 1,
              }
            : {}),
        },
      };
    });
}

const measures = (rows: number): fc.Arbitrary<GivenColumn> =>
  fc
    .record({
      name: names,
      base: filled(rows),
      points: fc.uniqueArray(amounts, { minLength: 6, maxLength: 6 }),
      mean: amounts,
      type: fc.constantFrom("INTEGER", "DOUBLE", "DECIMAL(12,2)", "HUGEINT"),
      semantics: fc.constantFrom("money", "quantity", "ratio", "other", "key", "foreign_key"),
      zero: fc.double({ min: 0, max: 1, noNaN: true }),
      isConstant: fc.constantFrom(true, false, false, false),
      unfinite: fc.constantFrom({}, {}, { nan_count: 1 }, { infinite_count: 2, nan_count: 0 }),
    })
    .map(
      ({ name, base, points, mean, type, semantics, zero, isConstant, unfinite }): GivenColumn => {
        const [min = 0, p05 = 0, p50 = 0, p75 = 0, p95 = 0, max = 0] = isConstant
          ? Array.from({ length: 6 }, () => points[0] ?? 0)
          : points.toSorted((a, b) => a - b);
        const zeros = Math.floor(base.nonNull * zero);
        const measured =
          base.nonNull === 0
            ? {}
            : { min, p05, p50, p75, p95, max, mean: Math.min(max, Math.max(min, mean)) };
        const more = zeros > 0 ? { zero_count: zeros } : {};
        return aColumn(
          name,
          { ...base.facts, ...measured, ...more, ...(base.nonNull > 3 ? unfinite : {}) },
          { type, family: "number", semantics },
        );
      },
    );

const texts = (rows: number): fc.Arbitrary<GivenColumn> =>
  fc
    .record({
      name: names,
      base: filled(rows),
      tops: fc.uniqueArray(values, { minLength: 1, maxLength: 6 }),
      parts: fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 6, maxLength: 6 }),
      semantics: fc.constantFrom("enum", "other", "text", "email", "personal", "key"),
      empty: fc.double({ min: 0, max: 1, noNaN: true }),
      shape: fc.constantFrom("99-AA", "{{", "AAA", "9", "Aa9 99"),
    })
    .map(({ name, base, tops, parts, semantics, empty, shape }): GivenColumn => {
      const total = parts.reduce((sum, part) => sum + part, 0);
      const shares =
        base.nonNull === 0
          ? []
          : tops.map((value, at) => [
              `share:${value}`,
              ((parts[at] ?? 1) / total) * (base.nonNull / rows),
            ]);
      const empties = Math.floor(base.nonNull * empty);
      return aColumn(
        name,
        {
          ...base.facts,
          ...(semantics === "enum" && base.nonNull > 0
            ? { distinct_count: tops.length, is_unique: false }
            : {}),
          ...(["personal", "email", "key"].includes(semantics) ? {} : Object.fromEntries(shares)),
          ...(empties > 0 ? { empty_count: empties, untrimmed_count: empties } : {}),
          ...(base.nonNull > 0 ? { [`pattern_share:${shape}`]: 0.5 + empty / 2 } : {}),
        },
        { semantics },
      );
    });

const times = (rows: number): fc.Arbitrary<GivenColumn> =>
  fc
    .record({
      name: names,
      base: filled(rows),
      a: days,
      b: days,
      semantics: fc.constantFrom("event_time" as const, "audit_time" as const),
    })
    .map(({ name, base, a, b, semantics }): GivenColumn => {
      const [min, max] = a < b ? [a, b] : [b, a];
      const measured =
        base.nonNull === 0 ? {} : { min, max, future_count: Math.ceil(base.nonNull / 3) };
      return aColumn(
        name,
        { ...base.facts, ...measured },
        { type: name.length % 2 === 0 ? "DATE" : "TIMESTAMP", family: "time", semantics },
      );
    });

const flags = (rows: number): fc.Arbitrary<GivenColumn> =>
  fc
    .record({ name: names, base: filled(rows), part: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(
      ({ name, base, part }): GivenColumn =>
        aColumn(
          name,
          base.nonNull === 0
            ? base.facts
            : { ...base.facts, true_share: Math.round(base.nonNull * part) / rows },
          { type: "BOOLEAN", family: "boolean", semantics: "flag" },
        ),
    );

const relationships = (rows: number): fc.Arbitrary<Relationship> =>
  fc
    .record({
      column: names,
      cardinality: fc.constantFrom("many-to-one" as const, "one-to-one" as const),
      orphans: fc.integer({ min: 0, max: rows }),
      parents: fc.integer({ min: 0, max: 1_000_000 }).map((part) => part / 1_000_000),
      children: fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), {
        minLength: 3,
        maxLength: 3,
      }),
      evidence: fc.subarray(["declared", "join", "name", "values"] as const),
    })
    .map(({ column, cardinality, orphans, parents, children, evidence }) => {
      const [p50 = 1, p95 = 1, max = 1] = children.toSorted((a, b) => a - b);
      return aRelationship({
        child: { subject: "fct_orders", column },
        cardinality,
        evidence,
        orphanRows: orphans,
        coverage: rows === 0 ? 0 : 1 - orphans / rows,
        parentCoverage: parents,
        children: cardinality === "one-to-one" ? { p50: 1, p95: 1, max: 1 } : { p50, p95, max },
      });
    });

const statements = fc.constantFrom(
  undefined,
  "select order_id, status from {{ ref('stg_orders') }} where status <> 'x' and n > 3",
  "-- Never delete this. Every order has 3 lines.\nselect distinct * from {{ source('a b', 'c') }}",
  "with o as (select id, count(*) as n, row_number() over (partition by id order by at desc) as rn from {{ ref('x') }} group by 1) select id as order_id, coalesce(n, 0) as net_amount from o where rn = 1",
  "select case when x > 5 then 'web' when y then 'in store' else 'never' end as status from {{ ref('a') }} union all select 'web' from {{ ref('b') }}",
  "{% if x %} select 1 {% else %} select 2 {% endif %}",
  "select (",
  "",
);

/** Facts that fit each other, about things that nobody would call so. */
export const randomBriefs: fc.Arbitrary<Brief> = rowCounts.chain((rows) =>
  fc
    .record({
      columns: fc.array(fc.oneof(measures(rows), texts(rows), times(rows), flags(rows)), {
        maxLength: 8,
      }),
      relationships: fc.array(relationships(rows), { maxLength: rows === 0 ? 0 : 2 }),
      sql: statements,
      isSampled: fc.boolean(),
      kind: fc.constantFrom("model" as const, "seed" as const, "snapshot" as const),
      name: fc.constantFrom(
        "fct_orders",
        "all_orders",
        "dim_unique_visitors",
        "stg_a__no_shows",
        "fct_sales_2024",
        "one",
        "größen",
      ),
      downstream: fc.array(names, { maxLength: 3 }),
    })
    .map(({ columns, relationships: given, ...rest }) => {
      const found = given.map((one) => ({
        ...one,
        child: { ...one.child, subject: rest.name },
      }));
      const unique = [
        ...new Map(columns.map((column) => [column.name.toLowerCase(), column])).values(),
      ];
      const own = [...new Map(found.map((one) => [one.child.column.toLowerCase(), one])).values()];
      const missing = own.filter(({ child }) => !unique.some(({ name }) => name === child.column));
      return aBrief({
        ...rest,
        rows,
        columns: [
          ...unique.filter(
            ({ name }) =>
              !missing.some(({ child }) => child.column.toLowerCase() === name.toLowerCase()),
          ),
          ...missing.map(({ child }) =>
            aColumn(
              child.column,
              { null_count: 0 },
              { family: "number", type: "INTEGER", semantics: "foreign_key" },
            ),
          ),
        ],
        relationships: own,
        // All that the statements above read, as the project knows it.
        upstream: ["stg_orders", "x", "a b.c", "a", "b"],
      });
    }),
);
