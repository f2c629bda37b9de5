import { expect, test } from "vitest";
import { nameTable } from "#runner/keys/name-table.ts";
import { scoreNames } from "#runner/keys/score-names.ts";
import { singular } from "#runner/keys/singular.ts";
import { splitName } from "#runner/keys/split-name.ts";

/** How well a column's name fits the key of a table. */
function likenessOf(child: string, table: string, key: string, inSameTable = false): number {
  const words = { column: splitName(key), table: nameTable(table) };
  return scoreNames(
    splitName(child),
    { ...words, isMain: true, isHome: true, isForeign: false },
    inSameTable,
  );
}

test.each([
  ["customer_id", "customers", "id"],
  ["CustomerID", "dim_customer", "CustomerKey"],
  ["customerid", "customer", "customerid"],
  ["customer_key", "stg_shop__customers", "customer_key"],
  ["ship_to_address_id", "addresses", "address_id"],
  ["billtoaddressid", "address", "addressid"],
  ["id_person", "people", "id"],
  ["fk_category", "tbl_categories", "pk"],
  ["country_code", "raw_countries", "code"],
  ["Größe ID", "Größe", "ID"],
])("%s is believed to refer to %s.%s by its name", (child, table, key) => {
  expect(likenessOf(child, table, key)).toBeGreaterThanOrEqual(0.85);
});

test.each([
  ["cust_id", "customers", "id"],
  ["dept_id", "departments", "department_id"],
  ["so_id", "sales_orders", "id"],
  ["category_id", "product_categories", "id"],
  ["created_by", "users", "id"],
  ["sales_rep_id", "employees", "employee_id"],
  ["country", "countries", "iso_code"],
  ["salesperson_id", "people", "id"],
])("%s is worth a question about %s.%s", (child, table, key) => {
  const score = likenessOf(child, table, key);

  expect(score).toBeGreaterThanOrEqual(0.5);
  expect(score).toBeLessThan(0.85);
});

test.each([
  ["id", "customers", "id"],
  ["orders", "orders", "id"],
  ["line_count", "lines", "id"],
  ["paid", "payments", "id"],
  ["valid", "vendors", "id"],
  ["allocation_id", "locations", "id"],
  ["status", "orders", "id"],
  ["name", "customers", "name"],
])("%s says nothing of %s.%s", (child, table, key) => {
  expect(likenessOf(child, table, key)).toBeLessThan(0.5);
});

test.each([
  ["manager_id", "employees", "employee_id", true],
  ["parent_category_id", "categories", "category_id", true],
  ["reports_to", "staff", "id", true],
  ["category_code", "categories", "category_id", false],
  ["product_line_id", "products", "product_id", false],
])("within its own table %s refers to %s.%s: %s", (child, table, key, isReference) => {
  expect(likenessOf(child, table, key, true) >= 0.5).toBe(isReference);
});

test.each([
  ["categories", "category"],
  ["addresses", "address"],
  ["statuses", "status"],
  ["status", "status"],
  ["people", "person"],
  ["boxes", "box"],
  ["analyses", "analysis"],
  ["gas", "gas"],
])("the singular of %s is %s", (plural, one) => {
  expect(singular(plural)).toBe(one);
});
