import type { Fact } from "#agents-schema/fact.ts";
import type { FactFile } from "#runner/facts/fact-file.ts";
import type { Statement } from "#runner/facts/statement.ts";

/** A fact about `orders`, or with a column about it. */
export function aFact(
  id: string,
  [column, metric, value, argument]: readonly [string, string, Fact["value"], string?],
  rest: Partial<Fact> = {},
): Fact {
  return {
    id,
    subject: column === "" ? "orders" : `orders.${column}`,
    metric,
    ...(argument === undefined ? {} : { argument }),
    value,
    method: "exact",
    query: `select count(*) from orders`,
    at: "2026-11-24T10:00:00.000Z",
    ...rest,
  };
}

export function aStatement(marked: string, rest: Partial<Statement> = {}): Statement {
  return { part: "column", marked, by: "model", ...rest };
}

export function aFile(facts: readonly Fact[], statements: readonly Statement[] = []): FactFile {
  return {
    subject: "orders",
    relation: "main.orders",
    path: "models/orders.yml",
    facts,
    statements,
    written: {},
  };
}

/** What is known of a small table of orders. */
export const orders: readonly Fact[] = [
  aFact("F1", ["", "row_count", 121_317]),
  aFact("F2", ["id", "is_unique", true]),
  aFact("F3", ["id", "null_count", 0]),
  aFact("F4", ["channel", "share", 0.58, "web"]),
  aFact("F5", ["channel", "share", 0.42, "store"]),
  aFact("F6", ["channel", "distinct_count", 2]),
  aFact("F7", ["amount", "min", 1.37]),
  aFact("F8", ["amount", "max", 3578.27]),
  aFact("F9", ["amount", "p50", 54.94]),
  aFact("F10", ["amount", "mean", 989.341]),
  aFact("F11", ["ordered_at", "min", "2022-09-01 00:00:00"]),
  aFact("F12", ["ordered_at", "max", "2025-07-31 23:10:00"]),
  aFact("F13", ["customer_id", "orphan_rows", 12, "customers.id"]),
  aFact("F14", ["customer_id", "reference_coverage", 0.9999, "customers.id"]),
  aFact("F15", ["customer_id", "null_share", 485 / 121_317]),
  aFact("F16", ["customer_id", "null_count", 485]),
  aFact("F17", ["shop_id", "orphan_rows", 0, "shops.id"]),
  aFact("F18", ["shop_id", "reference_coverage", 1, "shops.id"]),
  aFact("F19", ["shop_id", "null_count", 0]),
  aFact("F20", ["shop_id", "distinct_count", 9_480], { method: "approximate" }),
  aFact("F21", ["", "duplicate_rows", 0, "shop_id, receipt"]),
  aFact("F22", ["shop_id", "cardinality", "many-to-one", "shops.id"]),
  aFact("F23", ["amount", "p95", 2_024.99]),
  aFact("F24", ["", "duplicate_rows", 4, "shop_id, amount"]),
];
