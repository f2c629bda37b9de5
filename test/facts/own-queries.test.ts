import { describe, expect, test } from "vitest";
import type { Fact } from "#agents-schema/fact.ts";
import { isOwnQuery } from "#runner/documentation/own-queries.ts";
import { aFact } from "./a-fact.ts";
import { writeShopPages } from "./shop-pages.ts";

const relations: Readonly<Record<string, { schema: string; name: string }>> = {
  orders: { schema: "main", name: "orders" },
  customers: { schema: "main", name: "customers" },
};
const about = {
  subject: "orders",
  relationsOf: (subject: string) => [relations[subject] ?? []].flat(),
};

function isOwn(of: readonly [string, string, Fact["value"], string?], query: string): boolean {
  return isOwnQuery(aFact("F1", of, { query }), about);
}

test("every question that was asked of the bicycle shop is one of ours", async () => {
  const pages = await writeShopPages();

  const others = pages.flatMap(({ subject, facts }) =>
    facts.filter(
      (fact) =>
        !isOwnQuery(fact, {
          subject,
          relationsOf: (name) =>
            name.startsWith("shop.") ? [{ schema: "adventureworks", name: name.slice(5) }] : [],
        }),
    ),
  );

  expect(pages.flatMap(({ facts }) => facts).length).toBeGreaterThan(1000);
  expect(others.map(({ metric, query }) => [metric, query])).toEqual([]);
}, 60_000);

describe("a query that we would not write is none of ours", () => {
  test.each([
    ["row_count", "select 9999"],
    ["row_count", `select count(*) * 0 + 9999 from "main"."orders"`],
    ["row_count", `select count(*) from "main"."secrets"`],
    ["row_count", `select count(*) from "main"."orders", "main"."secrets"`],
    ["row_count", `select count(*) from "main"."orders" -- "main"."orders"`],
    ["row_count", `select count(*) from "main"."orders"; select 1`],
    ["row_count", `select (select string_agg(email, ',') from "main"."customers")`],
  ])("of the relation, %s: %s", (metric, query) => {
    expect(isOwn(["", metric, 9999], query)).toBe(false);
  });

  test.each([
    ["max", `select max("email") from "main"."orders"`],
    ["max", `select string_agg("amount", ',') from "main"."orders"`],
    ["max", `select max("amount") from "main"."orders" where "email" like 'a%'`],
    ["max", `select (select max("email") from "main"."customers") from "main"."orders"`],
    ["distinct_count", `select count(*) from "main"."orders"`],
    ["nobody_knows", `select max("amount") from "main"."orders"`],
  ])("of a column, %s: %s", (metric, query) => {
    expect(isOwn(["amount", metric, 1], query)).toBe(false);
  });

  test("nor is one of a relation that the project does not have", () => {
    const orphans = (parent: string) =>
      `select count(*) from "main"."orders" c where c."customer_id" is not null and not exists (select 1 from "main"."${parent}" p where p."id" = c."customer_id")`;

    expect(isOwn(["customer_id", "orphan_rows", 0, "customers.id"], orphans("customers"))).toBe(
      true,
    );
    expect(isOwn(["customer_id", "orphan_rows", 0, "secrets.id"], orphans("secrets"))).toBe(false);
    expect(isOwn(["customer_id", "orphan_rows", 0, "customers.id"], orphans("secrets"))).toBe(
      false,
    );
  });
});

test.each([
  ["", "row_count", `select count(*) from "main"."orders"`, undefined],
  ["amount", "max", `select max("amount") from "main"."orders"`, undefined],
  [
    "amount",
    "distinct_count",
    `select count(distinct "amount") from "main"."orders" tablesample bernoulli (12.5%) repeatable (42)`,
    undefined,
  ],
  [
    "code",
    "pattern_share",
    `select cast(count(*) filter (where regexp_full_match(cast("code" as varchar), '^[A-Z]{2}[0-9]{3}$')) as double precision) / nullif(count("code"), 0) from "main"."orders"`,
    "AA999",
  ],
  [
    "code",
    "share",
    `select cast(count(*) filter (where "code" = 'it''s') as double precision) / nullif(count(*), 0) from "main"."orders"`,
    "it's",
  ],
])("what we write is ours: %s %s", (column, metric, query, argument) => {
  expect(
    isOwn(argument === undefined ? [column, metric, 1] : [column, metric, 1, argument], query),
  ).toBe(true);
});
