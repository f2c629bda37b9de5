import {
  postgresExtensionFunctions,
  postgresFunctions,
  sizeMakingFunctions,
} from "./postgres-functions.ts";
import { constantOf, largestLiteral, partsOf } from "./postgres-sizes.ts";
import { postgresOperators, postgresTypes } from "./postgres-vocabulary.ts";
import type { Reading } from "./reading.ts";
import { refuse } from "./refuse.ts";
import { isRegexBomb, isTooLargePower, seriesRows } from "./series-rows.ts";
import { longestMadeText, maxMadeRows } from "./size-limits.ts";
import { isTree, listIn, type Tree, textIn } from "./tree.ts";

/** A function call: its name and what bounds the size of its answer. Its arguments are read elsewhere. */
export function readCall(call: Tree, reading: Reading): void {
  const name = builtInName(partsOf(call.funcname));
  if (
    name === undefined ||
    !(postgresFunctions.has(name) || postgresExtensionFunctions.has(name))
  ) {
    const written = partsOf(call.funcname).join(".");
    refuse(
      reading,
      "function",
      `function \`${written}\` is not allowed: only built-in functions that compute from values are`,
    );
    return;
  }
  reading.functions.add(name);
  judgeCallSize(name, call, reading);
}

function judgeCallSize(name: string, call: Tree, reading: Reading): void {
  const args = listIn(call, "args");
  if (sizeMakingFunctions.has(name)) {
    const length = boundOf(args[1]);
    if (length === undefined || length > longestMadeText) {
      const needs = `\`${name}\` needs its length as a number up to ${longestMadeText}, written out`;
      refuse(reading, "resource", `${needs}, or least(…, ${longestMadeText})`);
    } else reading.madeText = Math.max(reading.madeText, length);
  }
  const rows = rowsOfCall(call);
  if (rows > maxMadeRows) {
    refuse(reading, "resource", `\`${name}\` would make more than ${maxMadeRows} rows: make fewer`);
  }
  if (isTooLargePower(name, args.map(constantOf))) refusePower(reading);
  if (name.startsWith("regexp_")) judgePattern(args[1], reading);
}

/** `least(n, 100)` is no longer than 100. */
function boundOf(node: unknown): number | undefined {
  const known = constantOf(node);
  if (known !== undefined || !isTree(node) || !isTree(node.MinMaxExpr)) return known;
  if (textIn(node.MinMaxExpr, "op") !== "IS_LEAST") return undefined;
  const bounds = listIn(node.MinMaxExpr, "args").map(boundOf);
  return bounds.find((bound) => bound !== undefined);
}

/** Rows that a function makes of constants; 1 for what makes none or depends on data. */
export function rowsOfCall(call: Tree): number {
  if (partsOf(call.funcname).at(-1) !== "generate_series") return 1;
  const args = listIn(call, "args").map((arg) =>
    isTree(arg) && isTree(arg.NamedArgExpr) ? arg.NamedArgExpr.arg : arg,
  );
  return seriesRows(args.map(constantOf), largestLiteral(args));
}

function judgePattern(node: unknown, reading: Reading): void {
  const constant = isTree(node) && isTree(node.A_Const) ? node.A_Const : {};
  const inner = isTree(node) && isTree(node.TypeCast) ? node.TypeCast.arg : undefined;
  if (inner !== undefined) {
    judgePattern(inner, reading);
    return;
  }
  if (!isTree(constant.sval) || !isRegexBomb(textIn(constant.sval, "sval"))) return;
  refuse(reading, "resource", "the pattern repeats a repetition, as in (a*)*: write it with one");
}

function refusePower(reading: Reading): void {
  refuse(reading, "resource", "the power is too large: its digits would fill the memory");
}

/** A type that is cast to. Types of the database itself could bring functions of their own. */
export function readType(type: Tree, reading: Reading): void {
  const parts = partsOf(type.names);
  const name = builtInName(parts);
  if (name !== undefined && postgresTypes.has(name) && !type.setof && !type.pct_type) return;
  refuse(
    reading,
    "type",
    `type \`${parts.join(".")}\` is not allowed in a query: cast to a built-in type such as text`,
  );
}

/** An operator between two expressions. */
export function readOperator(list: unknown, reading: Reading, sides: Tree = {}): void {
  const parts = partsOf(list);
  const name = builtInName(parts);
  if (name === undefined || !(postgresOperators.has(name) || isPhrase(sides))) {
    refuse(
      reading,
      "operator",
      `operator \`${parts.join(".")}\` is not allowed: use a built-in one`,
    );
    return;
  }
  reading.operators.add(name);
  if (isTooLargePower(name, [undefined, constantOf(sides.rexpr)])) refusePower(reading);
  if (["~", "~*", "!~", "!~*"].includes(name)) judgePattern(sides.rexpr, reading);
}

/** BETWEEN, NULLIF and their like are written down as operators named by their words. */
function isPhrase(sides: Tree): boolean {
  return !["AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_OP_ALL", ""].includes(textIn(sides, "kind"));
}

/** The name, when it is not looked for in a schema that somebody could have put functions into. */
function builtInName(parts: readonly string[]): string | undefined {
  const [first, second, ...more] = parts;
  if (second === undefined) return first;
  return first === "pg_catalog" && more.length === 0 ? second : undefined;
}
