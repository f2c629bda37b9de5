import { compute, numberOfText } from "./series-rows.ts";
import { isTree, type Tree, textIn } from "./tree.ts";

/** Parts of a name. */
export function partsOf(list: unknown): string[] {
  const nodes = Array.isArray(list) ? list.filter(isTree) : [];
  return nodes.map(({ String: text }) => (isTree(text) ? textIn(text, "sval") : ""));
}

const clocks = ["SVFOP_CURRENT_DATE", "SVFOP_CURRENT_TIMESTAMP", "SVFOP_LOCALTIMESTAMP"];

/** Value of a constant expression; times and intervals in seconds. Undefined: it depends on data. */
export function constantOf(node: unknown): number | undefined {
  if (!isTree(node)) return undefined;
  if (isTree(node.A_Const)) return literalOf(node.A_Const);
  if (isTree(node.TypeCast)) return constantOf(node.TypeCast.arg);
  if (isTree(node.SQLValueFunction)) {
    return clocks.includes(textIn(node.SQLValueFunction, "op")) ? Date.now() / 1_000 : undefined;
  }
  if (isTree(node.A_Expr)) {
    const { lexpr, rexpr, name } = node.A_Expr;
    const values = [...(lexpr === undefined ? [] : [lexpr]), rexpr].map(constantOf);
    return compute(partsOf(name).at(-1) ?? "", values);
  }
  if (isTree(node.FuncCall)) {
    const name = partsOf(node.FuncCall.funcname).at(-1) ?? "";
    if (name === "now") return Date.now() / 1_000;
    const args = Array.isArray(node.FuncCall.args) ? node.FuncCall.args : [];
    return compute(name, args.map(constantOf));
  }
  return undefined;
}

function literalOf(constant: Tree): number | undefined {
  if (isTree(constant.ival)) return typeof constant.ival.ival === "number" ? constant.ival.ival : 0;
  if (isTree(constant.fval)) return numberOfText(textIn(constant.fval, "fval"));
  if (isTree(constant.sval)) return numberOfText(textIn(constant.sval, "sval"));
  return undefined;
}

/** The largest number that is written anywhere below. */
export function largestLiteral(node: unknown): number {
  if (Array.isArray(node)) return Math.max(0, ...node.map(largestLiteral));
  if (!isTree(node)) return 0;
  if (isTree(node.A_Const)) return isTree(node.A_Const.sval) ? 0 : (literalOf(node.A_Const) ?? 0);
  const whole = holdsText(node) ? 0 : (constantOf(node) ?? 0);
  return Math.max(0, whole, ...Object.values(node).map(largestLiteral));
}

/** Seconds of a time are no count of anything. */
function holdsText(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(holdsText);
  if (!isTree(node)) return false;
  if (isTree(node.A_Const)) return isTree(node.A_Const.sval);
  return "SQLValueFunction" in node || "FuncCall" in node || Object.values(node).some(holdsText);
}

/** Does an expression read a column? */
export function readsColumn(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(readsColumn);
  if (!isTree(node)) return false;
  return "ColumnRef" in node || Object.values(node).some(readsColumn);
}
