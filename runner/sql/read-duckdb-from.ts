import { constantOf, largestLiteral, readsColumn } from "./duckdb-sizes.ts";
import type { Reading } from "./reading.ts";
import { refuse } from "./refuse.ts";
import { isTooLargePower, seriesRows } from "./series-rows.ts";
import { longestMadeText, maxMadeRows } from "./size-limits.ts";
import type { NamedRelation } from "./sql-verdict.ts";
import { isTree, listIn, type Tree, textIn, treesIn } from "./tree.ts";

/** Judges how much a call makes out of constants. */
export function judgeCallSize(call: Tree, reading: Reading): void {
  const name = textIn(call, "function_name").toLowerCase();
  const args = listIn(call, "children");
  if (["repeat", "lpad", "rpad"].includes(name)) {
    const length = constantOf(args[1]) ?? (largestLiteral(args[1]) || undefined);
    if ((length ?? 0) > longestMadeText) {
      refuse(
        reading,
        "resource",
        `\`${name}\` may make texts of ${longestMadeText} characters at most`,
      );
    }
    reading.madeText = Math.max(reading.madeText, length ?? 0);
  }
  if (rowsOfCall(call) > maxMadeRows) {
    refuse(reading, "resource", `\`${name}\` would make more than ${maxMadeRows} rows: make fewer`);
  }
  if (isTooLargePower(name, args.map(constantOf))) {
    refuse(reading, "resource", "the power is too large");
  }
}

function rowsOfCall(call: Tree): number {
  const name = textIn(call, "function_name").toLowerCase();
  const args = listIn(call, "children");
  if (name === "list_resize" || name === "array_resize") return largestLiteral(args[1]);
  if (name !== "range" && name !== "generate_series" && name !== "repeat") return 1;
  // As a function of FROM `repeat` makes rows.
  const values = args.map(constantOf);
  if (name === "repeat") return Math.max(1, values[1] ?? largestLiteral(args[1]));
  return seriesRows(values, largestLiteral(args));
}

/** Judges how many rows the FROM of a SELECT makes out of nothing. */
export function judgeFrom(
  select: Tree,
  made: ReadonlyMap<string, number>,
  from: readonly NamedRelation[],
  reading: Reading,
): void {
  reading.madeRows = Math.max(reading.madeRows, rowsOfQuery(select, made));
  const names = from.map(({ schema, name }) => `${schema ?? ""}.${name}`.toLowerCase());
  if (new Set(names).size === names.length || hasCondition(select)) return;
  refuse(reading, "resource", "a table is joined to itself without a condition: join on something");
}

/** Rows that generators in the FROM of a query make, multiplied; 1 where there are none. */
export function rowsOfQuery(query: unknown, made: ReadonlyMap<string, number>): number {
  if (!isTree(query)) return 1;
  if (isTree(query.node)) return rowsOfQuery(query.node, made);
  const sides = [query.left, query.right, ...listIn(query, "children")];
  return Math.max(rowsOf(query.from_table, made), ...sides.map((side) => rowsOfQuery(side, made)));
}

function rowsOf(from: unknown, made: ReadonlyMap<string, number>): number {
  if (!isTree(from)) return 1;
  switch (from.type) {
    case "BASE_TABLE":
      return made.get(textIn(from, "table_name").toLowerCase()) ?? 1;
    case "TABLE_FUNCTION":
      return isTree(from.function) ? rowsOfCall(from.function) : 1;
    case "SUBQUERY":
      return rowsOfQuery(from.subquery, made);
    case "PIVOT":
      return rowsOf(from.source, made);
    case "JOIN": {
      const sides = [rowsOf(from.left, made), rowsOf(from.right, made)] as const;
      return isConditional(from) ? Math.max(...sides) : sides[0] * sides[1];
    }
    default:
      return 1;
  }
}

function isConditional(join: Tree): boolean {
  const kinds = ["NATURAL", "POSITIONAL"];
  return (
    readsColumn(join.condition) ||
    listIn(join, "using_columns").length > 0 ||
    kinds.includes(textIn(join, "ref_type"))
  );
}

function hasCondition(select: Tree): boolean {
  return (
    readsColumn(select.where_clause) || readsColumn(select.qualify) || joins(select.from_table)
  );
}

function joins(from: unknown): boolean {
  if (!isTree(from)) return false;
  if (from.type === "SUBQUERY") return false;
  return (from.type === "JOIN" && isConditional(from)) || joins(from.left) || joins(from.right);
}

/** A recursion ends where its second half filters by what it has, or joins by it. */
export function judgeRecursion(node: Tree, reading: Reading): void {
  const selects = selectsIn(node.right);
  const isEndless = !selects.some((select) => hasCondition(select) || isTree(select.having));
  const reads = selects.reduce((sum, select) => sum + tables(select.from_table), 0);
  const bound = Math.max(0, ...selects.map((select) => largestLiteral(select.where_clause)));
  if (isEndless || selects.some(growsPast) || (reads < 2 && bound > maxMadeRows)) {
    const why = "has no end that is near: give its second half a condition such as n < 1000";
    refuse(reading, "resource", `the recursion \`${textIn(node, "cte_name")}\` ${why}`);
  }
}

/** `n + 1 … where n > 0` never ends. */
function growsPast(select: Tree): boolean {
  const where = isTree(select.where_clause) ? select.where_clause : {};
  const kind = textIn(where, "type");
  const column = columnOf(where.left);
  if (column === undefined || constantOf(where.right) === undefined) return false;
  return treesIn(select, "select_list").some((value) => {
    const [left, right] = listIn(value, "children");
    const step = constantOf(right) ?? 0;
    if (columnOf(left) !== column || step <= 0) return false;
    const name = textIn(value, "function_name");
    return name === "+" ? kind.includes("GREATER") : name === "-" && kind.includes("LESS");
  });
}

function columnOf(node: unknown): string | undefined {
  if (!isTree(node) || node.type !== "COLUMN_REF") return undefined;
  return String(listIn(node, "column_names").at(-1)).toLowerCase();
}

function selectsIn(node: unknown): Tree[] {
  if (Array.isArray(node)) return node.flatMap(selectsIn);
  if (!isTree(node)) return [];
  const own = node.type === "SELECT_NODE" ? [node] : [];
  return [...own, ...Object.values(node).flatMap(selectsIn)];
}

function tables(from: unknown): number {
  if (!isTree(from)) return 0;
  if (from.type === "JOIN") return tables(from.left) + tables(from.right);
  return from.type === "BASE_TABLE" || from.type === "SUBQUERY" ? 1 : 0;
}
