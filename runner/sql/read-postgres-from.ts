import { constantOf, largestLiteral, partsOf, readsColumn } from "./postgres-sizes.ts";
import { rowsOfCall } from "./read-postgres-call.ts";
import type { Reading } from "./reading.ts";
import { refuse } from "./refuse.ts";
import { maxMadeRows } from "./size-limits.ts";
import type { NamedRelation } from "./sql-verdict.ts";
import { isTree, listIn, type Tree, textIn, treesIn } from "./tree.ts";

/** Judges how many rows the FROM of a SELECT makes out of nothing. */
export function judgeFrom(
  select: Tree,
  made: ReadonlyMap<string, number>,
  from: readonly NamedRelation[],
  reading: Reading,
): void {
  reading.madeRows = Math.max(reading.madeRows, rowsOfQuery(select, made));
  const names = from.map(({ schema, name }) => `${schema ?? ""}.${name}`);
  if (new Set(names).size === names.length || hasCondition(select)) return;
  refuse(reading, "resource", "a table is joined to itself without a condition: join on something");
}

/** Rows that generators in the FROM of a query make, multiplied; 1 where there are none. */
export function rowsOfQuery(query: Tree, made: ReadonlyMap<string, number>): number {
  const select = isTree(query.SelectStmt) ? query.SelectStmt : query;
  const items = listIn(select, "fromClause").map((item) => rowsOfItem(item, made));
  const sides = [select.larg, select.rarg].filter(isTree).map((side) => rowsOfQuery(side, made));
  return items.reduce((product, rows) => product * rows, Math.max(1, ...sides));
}

function rowsOfItem(item: unknown, made: ReadonlyMap<string, number>): number {
  if (!isTree(item)) return 1;
  if (isTree(item.RangeVar)) {
    return textIn(item.RangeVar, "schemaname") === ""
      ? (made.get(textIn(item.RangeVar, "relname")) ?? 1)
      : 1;
  }
  if (isTree(item.RangeSubselect)) {
    const { subquery } = item.RangeSubselect;
    return isTree(subquery) ? rowsOfQuery(subquery, made) : 1;
  }
  if (isTree(item.JoinExpr)) {
    const { larg, rarg } = item.JoinExpr;
    const sides = [rowsOfItem(larg, made), rowsOfItem(rarg, made)] as const;
    return isConditional(item.JoinExpr) ? Math.max(...sides) : sides[0] * sides[1];
  }
  if (!isTree(item.RangeFunction)) return 1;
  const calls = treesIn(item.RangeFunction, "functions").flatMap(({ List: list }) =>
    isTree(list) ? treesIn(list, "items") : [],
  );
  return Math.max(1, ...calls.map(({ FuncCall: call }) => (isTree(call) ? rowsOfCall(call) : 1)));
}

/** A condition that depends on data stands in WHERE or at a join. */
function hasCondition(select: Tree): boolean {
  return readsColumn(select.whereClause) || joinsOf(select).some(isConditional);
}

function joinsOf(value: unknown): Tree[] {
  if (Array.isArray(value)) return value.flatMap(joinsOf);
  if (!isTree(value)) return [];
  const own = isTree(value.JoinExpr) ? [value.JoinExpr] : [];
  const { fromClause, larg, rarg, JoinExpr: join } = value;
  return [...own, ...[fromClause, larg, rarg, join].flatMap(joinsOf)];
}

function isConditional({ quals, usingClause, isNatural }: Tree): boolean {
  return readsColumn(quals) || usingClause !== undefined || isNatural === true;
}

/** A recursion ends where its second half filters by what it has, joins by it, or marks circles. */
export function judgeRecursion(entry: Tree, reading: Reading): void {
  const query = isTree(entry.ctequery) ? entry.ctequery.SelectStmt : undefined;
  const arm = isTree(query) ? query.rarg : undefined;
  const name = textIn(entry, "ctename");
  if (!isTree(arm) || !readsTable(arm, name)) return;
  const isEndless = !selectsOf(arm).some(
    (select) => hasCondition(select) || select.havingClause !== undefined || select.limitCount,
  );
  const bound = selectsOf(arm).map(({ whereClause }) => largestLiteral(whereClause));
  const readsMore = selectsOf(arm).some((select) => countTables(select.fromClause) > 1);
  if (isEndless || growsPast(arm) || (!readsMore && Math.max(0, ...bound) > maxMadeRows)) {
    const why = "has no end that is near: give its second half a condition such as n < 1000";
    refuse(reading, "resource", `the recursion \`${name}\` ${why}`);
  }
}

/** `n + 1 … where n > 0` never ends. */
function growsPast(arm: Tree): boolean {
  const where = isTree(arm.whereClause) && arm.whereClause.A_Expr;
  if (!isTree(where) || constantOf(where.rexpr) === undefined) return false;
  const operator = partsOf(where.name)[0] ?? "";
  const column = columnIn(where.lexpr);
  return treesIn(arm, "targetList").some(({ ResTarget: target }) => {
    const value = isTree(target) && isTree(target.val) && target.val.A_Expr;
    if (!isTree(value) || column === undefined || columnIn(value.lexpr) !== column) return false;
    const step = constantOf(value.rexpr) ?? 0;
    if (step <= 0) return false;
    const direction = partsOf(value.name)[0];
    return (
      (direction === "+" && /^>=?$/.test(operator)) || (direction === "-" && /^<=?$/.test(operator))
    );
  });
}

function columnIn(node: unknown): string | undefined {
  return isTree(node) && isTree(node.ColumnRef) ? partsOf(node.ColumnRef.fields).at(-1) : undefined;
}

function selectsOf(node: unknown): Tree[] {
  if (Array.isArray(node)) return node.flatMap(selectsOf);
  if (!isTree(node)) return [];
  const own = "limitOption" in node ? [node] : [];
  return [...own, ...Object.values(node).flatMap(selectsOf)];
}

function readsTable(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((item) => readsTable(item, name));
  if (!isTree(node)) return false;
  if (isTree(node.RangeVar) && textIn(node.RangeVar, "relname") === name) return true;
  return Object.values(node).some((value) => readsTable(value, name));
}

function countTables(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, item) => sum + countTables(item), 0);
  if (!isTree(node)) return 0;
  const inner = Object.values(node).reduce<number>((sum, value) => sum + countTables(value), 0);
  return ("RangeVar" in node ? 1 : 0) + inner;
}
