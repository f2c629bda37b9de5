import { compute, numberOfText, secondsOfUnit } from "./series-rows.ts";
import { isTree, listIn, type Tree, textIn } from "./tree.ts";

/** Value of a constant expression; times and intervals in seconds. Undefined: it depends on data. */
export function constantOf(node: unknown): number | undefined {
  if (!isTree(node)) return undefined;
  switch (node.type) {
    case "VALUE_CONSTANT":
      return isTree(node.value) ? constantValue(node.value) : undefined;
    case "OPERATOR_CAST":
      return constantOf(node.child);
    case "FUNCTION": {
      const name = textIn(node, "function_name").toLowerCase();
      const values = listIn(node, "children").map(constantOf);
      const seconds = name.startsWith("to_") ? secondsOfUnit(name.slice(3)) : undefined;
      if (seconds !== undefined) return (values[0] ?? 1) * seconds;
      const isClock = ["now", "today", "current_date", "get_current_timestamp"].includes(name);
      return isClock ? Date.now() / 1_000 : compute(name, values);
    }
    case "COLUMN_REF":
      return isClockName(node) ? Date.now() / 1_000 : undefined;
    default:
      return undefined;
  }
}

function isClockName(node: Tree): boolean {
  const [name] = listIn(node, "column_names");
  return name === "current_date" || name === "current_timestamp";
}

function constantValue({ value, type }: Tree): number | undefined {
  if (typeof value === "string") return numberOfText(value);
  if (isTree(value)) return typeof value.upper === "number" ? value.upper * 2 ** 64 : undefined;
  if (typeof value !== "number") return undefined;
  const info = isTree(type) && isTree(type.type_info) ? type.type_info : {};
  return typeof info.scale === "number" ? value / 10 ** info.scale : value;
}

/** The largest number that is written anywhere below. */
export function largestLiteral(node: unknown): number {
  if (Array.isArray(node)) return Math.max(0, ...node.map(largestLiteral));
  if (!isTree(node)) return 0;
  if (node.type === "VALUE_CONSTANT") {
    const isText = isTree(node.value) && typeof node.value.value === "string";
    return isText ? 0 : Math.max(0, constantOf(node) ?? 0);
  }
  const inner = [
    "children",
    "child",
    "left",
    "right",
    "input",
    "lower",
    "upper",
    "subquery",
    "node",
  ];
  return Math.max(
    0,
    ...[...inner, "select_list", "where_clause"].map((at) => largestLiteral(node[at])),
  );
}

/** Does an expression read a column? */
export function readsColumn(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(readsColumn);
  if (!isTree(node)) return false;
  return node.type === "COLUMN_REF" || Object.values(node).some(readsColumn);
}
