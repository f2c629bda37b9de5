import { expect, test } from "vitest";
import { contextOfBrief } from "#runner/documentation/context-of-brief.ts";
import { createJudge } from "#runner/facts/check-statements.ts";
import { markedToPlain } from "#runner/facts/marked-to-plain.ts";
import type { Brief } from "#runner/writing/brief.ts";
import { aFact, aStatement, orders } from "./a-fact.ts";

/** With constants that look like what could have been measured. */
const sql = `-- 4711 rows, 97% of them paid
with recent as (
  select *, case channel when 'web' then 1 when 'store' then 2 else 99 end as code
  from raw.orders
  where ordered_at >= '2022-01-01' and year(ordered_at) >= 2022 and amount between 5 and 5000
)
select id, channel, amount / 100 as amount, customer_id, shop_id, receipt, note, ordered_at, status
from recent where status in ('open', 'paid') and age < 365 limit 50`;
const facts = [
  ...orders,
  aFact("F30", ["status", "share", 0.71, "paid"]),
  aFact("F31", ["status", "share", 0.29, "open"]),
  aFact("F32", ["status", "distinct_count", 2]),
  aFact("F33", ["note", "null_share", 0.35]),
  aFact("F34", ["note", "null_count", 42_461]),
  aFact("F35", ["note", "max_length", 180]),
  aFact("F36", ["amount", "null_count", 0]),
  aFact("F37", ["amount", "negative_count", 14]),
  aFact("F38", ["receipt", "is_unique", false]),
  aFact("F39", ["receipt", "max_frequency", 6]),
  aFact("F40", ["receipt", "null_count", 3]),
];
const columns = "id channel amount customer_id shop_id receipt note ordered_at status".split(" ");
const brief: Brief = {
  ...{ name: "orders", kind: "model", sql, profile: undefined, unmeasured: undefined, facts },
  ...{ lineage: { kind: "unknown", reason: "not read" }, upstream: ["customers", "shops"] },
  ...{ downstream: [], relationships: [], compositeKeys: [], inherited: [], denied: [] },
  existing: {
    description: "",
    ...{ columns: [], tests: [], checks: [], meta: {}, constraints: [], yamlPath: undefined },
  },
};

/** Column, and a sentence that is wrong or that nothing backs; `` is of the relation. */
const wrong: readonly (readonly [string, string])[] = [
  ["", "The table holds 365 rows."],
  ["", "There are 50 orders in here."],
  ["", "Contains 4711 rows."],
  ["", "97% of the orders are paid."],
  ["", "A total of 5,000 orders."],
  ["", "The relation starts in 2022."],
  ["", "History goes back to 2022-01-01."],
  ["", "Covers 365 days."],
  ["", "Orders of the last 99 months are here."],
  ["", "121,317 {F1} customers have ordered."],
  ["", "121,317 {F1} dollars in total."],
  ["", "Roughly 212,000 {F1} rows."],
  ["", "12,131 {F1} rows."],
  ["", "Fewer than 100,000 {F1} rows."],
  ["", "Half a million {F1} rows."],
  ["", "Each of id and receipt identifies a row {F2,F3,F38,F40}."],
  ["", "Customer and shop together are unique {F21}."],
  ["", "Every row has a customer {F14}."],
  ["", "All orders belong to a customer {F13}."],
  ["", "The data is complete."],
  ["", "No order is missing."],
  ["", "Rows are sorted by date."],
  ["id", "Not unique {F2}."],
  ["id", "Null in some rows {F3}."],
  ["id", "Sometimes missing {F3}."],
  ["id", "Runs without gaps {F2}."],
  ["id", "99 distinct values."],
  ["channel", "Mostly 'store' {F5}."],
  ["channel", "'store' leads with 58% {F4}."],
  ["channel", "42% {F5} of the rows are 'web'."],
  ["channel", "Three {F6} channels."],
  ["channel", "Takes the values 'web', 'store' and 'phone' {F4,F5}."],
  ["channel", "Always 'web' {F4}."],
  ["channel", "58% {F4} are not 'web'."],
  ["channel", "Never 'web' {F4}."],
  ["channel", "The commonest value is 'store' {F5}."],
  ["channel", "Rarely 'store' {F5}."],
  ["channel", "Half of the rows are 'web'."],
  ["amount", "Median 50."],
  ["amount", "Averages 100."],
  ["amount", "Between 5 and 5000."],
  ["amount", "Never above 5000."],
  ["amount", "Always at least 5."],
  ["amount", "On average 54.94 {F9}."],
  ["amount", "The median is 989.34 {F10}."],
  ["amount", "Peaks at 1.37 {F7}."],
  ["amount", "The largest is 35,782.70 {F8}."],
  ["amount", "Never negative {F37}."],
  ["amount", "Always positive {F37}."],
  ["amount", "5% of the values are above 989 {F10}."],
  ["amount", "In euros: 3,578.27 {F8} is the minimum."],
  ["note", "35% {F33} of the rows have a note."],
  ["note", "65% {F33} of the rows are empty."],
  ["note", "Mostly null {F33}."],
  ["note", "Most rows have no value {F33}."],
  ["note", "Rarely filled {F33}."],
  ["note", "Never null."],
  ["note", "Up to 365 characters."],
  ["note", "At least 180 {F35} characters."],
  ["status", "Most rows are open."],
  ["status", "Most rows are open {F31}."],
  ["status", "Not paid in 71% {F30}."],
  ["status", "Paid in 29% {F31} of the cases."],
  ["status", "One of 'open', 'paid' or 'void' {F30,F31}."],
  ["status", "2 {F32} rows."],
  ["receipt", "Unique {F38}."],
  ["receipt", "Key of this relation."],
  ["receipt", "No receipt occurs twice {F38}."],
  ["receipt", "At most 99 rows share a receipt."],
  ["customer_id", "Null in 485 {F13} rows."],
  ["customer_id", "12 {F16} orphan rows."],
  ["customer_id", "All customers exist {F14}."],
  ["ordered_at", "From 2022-01-01 to 2025-07-31 {F12}."],
  ["ordered_at", "The latest order is of September 2022 {F11}."],
  ["ordered_at", "Nothing before 2022."],
  ["ordered_at", "Spans five {F11,F12} years."],
  ["shop_id", "Some rows have no shop {F17}."],
  ["shop_id", "One-to-one {F22} with shops."],
  ["shop_id", "Exactly 9,480 {F20} shops."],
  ["", "This model has 5000 lines."],
  ["", "Row count: 50."],
  ["", "Around 365 orders a day."],
  ["", "The earliest order dates from 2022."],
  ["", "A row is one customer {F16}."],
  ["", "receipt is the primary key {F38,F40}."],
  ["", "customer_id is filled in 485 {F16} rows."],
  ["", "Two thirds {F30} of the orders are open."],
  ["", "More than 99 customers."],
  ["", "Nearly all orders are paid {F30}."],
  ["", "Only a few orders are paid {F30}."],
  ["", "Hardly any order is paid {F30}."],
  ["", "The minority of the orders is paid {F30}."],
  ["", "Almost every order is open {F31}."],
  ["", "More than half of the orders are open {F31}."],
  ["", "A small share of the notes is null {F33}, 5%."],
  ["id", "Ranges from 1 to 99."],
  ["id", "Occurs up to 2 times."],
  ["channel", "A little more than half {F5} are 'store'."],
  ["channel", "'store' {F5} is more frequent than 'web' {F4}."],
  ["channel", "Evenly split between 'web' and 'store' {F4,F5}."],
  ["channel", "One value, 'web' {F4}, fills the column."],
  ["channel", "`99` distinct values."],
  ["amount", "The upper quartile is 2,024.99 {F23}."],
  ["amount", "99% of the values are at most 2,024.99 {F23}."],
  ["amount", "Typically 100."],
  ["amount", "The spread is 989.34 {F10}."],
  ["amount", "14 {F37} zeros."],
  ["amount", "Negative in 14% {F37} of the rows."],
  ["amount", "The values sum up to 989.34 {F10}."],
  ["note", "42,461 {F34} rows have a value."],
  ["note", "42,461 {F34} characters."],
  ["note", "On average 180 {F35} characters."],
  ["status", "'open' in 71% {F30,F31} of the rows."],
  ["status", "Two {F32} orders."],
  ["customer_id", "0.01% {F14} match a customer."],
  ["customer_id", "99.99% {F14} of the rows have no parent."],
  ["ordered_at", "Ends in 2022 {F11}."],
  ["ordered_at", "From July 2025 {F12} to September 2022 {F11}."],
  ["shop_id", "Unique {F19}."],
  ["shop_id", "One shop has many orders: one-to-many {F22}."],
];
/** The same facts in sentences that are right. */
const right: readonly (readonly [string, string])[] = [
  ["", "Holds 121,317 {F1} orders."],
  ["", "Cut off by `limit 50`."],
  ["", "Orders older than 365 days are left out."],
  ["", "Filtered to `status in ('open', 'paid')`."],
  ["id", "Key of this relation {F2,F3}."],
  ["channel", "Mostly 'web' {F4}."],
  ["channel", "42% {F4} are not 'web'; 58% {F4} are 'web'."],
  ["amount", "Computed as the amount divided by 100."],
  ["amount", "Median 54.94 {F9}, mean 989.34 {F10}."],
  ["note", "65% {F33} of the rows have a value."],
  ["note", "At most 180 {F35} characters."],
  ["status", "Most rows are paid {F30}."],
  ["status", "Paid in 71% {F30} of the rows."],
  ["channel", "'web' {F4} is more frequent than 'store' {F5}."],
  ["customer_id", "485 {F16} rows have no value."],
  ["receipt", "Not unique {F38}: the most frequent value has 6 {F39} rows."],
  ["ordered_at", "From 2022-09-01 {F11} to July 2025 {F12}."],
];

const judge = createJudge({ ...contextOfBrief(brief), columns });

function judged(sentences: typeof wrong) {
  return sentences.map(([column, marked]) => {
    const part = column === "" ? ("contents" as const) : ("column" as const);
    const about = column === "" ? {} : { column };
    return { said: markedToPlain(marked), reason: judge(aStatement(marked, { part, ...about })) };
  });
}

test("of errors that a person made up at least 99 of 100 are found", () => {
  const missed = judged(wrong).filter(({ reason }) => reason === undefined);

  expect(wrong.length).toBeGreaterThan(100);
  expect(missed.length / wrong.length, missed.map(({ said }) => said).join("\n")).toBeLessThan(
    0.01,
  );
});

test("and what is right is let through", () => {
  expect(judged(right).filter(({ reason }) => reason !== undefined)).toEqual([]);
});
