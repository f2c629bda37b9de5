import {
  longestMadeText,
  postgresExtensionFunctions,
  postgresFunctions,
  sizeMakingFunctions,
} from "./postgres-functions.ts";
import { postgresTypes } from "./postgres-vocabulary.ts";
import type { Reading } from "./reading.ts";
import { isTree, listIn, type Tree, textIn } from "./tree.ts";

/** The texts of a list of `String` nodes: the parts of a name. */
export function partsOf(list: unknown): string[] {
  const nodes = Array.isArray(list) ? list.filter(isTree) : [];
  return nodes.map(({ String: text }) => (isTree(text) ? textIn(text, "sval") : ""));
}

/** A function call: its name and what bounds the size of its answer. Its arguments are read elsewhere. */
export function readCall(call: Tree, reading: Reading): void {
  const name = builtInName(partsOf(call.funcname));
  if (
    name === undefined ||
    !(postgresFunctions.has(name) || postgresExtensionFunctions.has(name))
  ) {
    const written = partsOf(call.funcname).join(".");
    reading.refusals.push(
      `function \`${written}\` is not allowed: only built-in functions that compute from values are`,
    );
    return;
  }
  reading.functions.add(name);
  if (sizeMakingFunctions.has(name) && !hasShortLength(call)) {
    reading.refusals.push(
      `\`${name}\` needs its length as a number up to ${longestMadeText}, written out`,
    );
  }
}

/** A type that is cast to. Types of the database itself could bring functions of their own. */
export function readType(type: Tree, reading: Reading): void {
  const parts = partsOf(type.names);
  const name = builtInName(parts);
  if (name !== undefined && postgresTypes.has(name) && !type.setof && !type.pct_type) return;
  reading.refusals.push(
    `type \`${parts.join(".")}\` is not allowed in a query: cast to a built-in type such as text`,
  );
}

export function readOperator(list: unknown, reading: Reading): void {
  const parts = partsOf(list);
  const name = builtInName(parts);
  if (name !== undefined) reading.operators.add(name);
  else reading.refusals.push(`operator \`${parts.join(".")}\` is not allowed: use a built-in one`);
}

/** The name, when it is not looked for in a schema that somebody could have put functions into. */
function builtInName(parts: readonly string[]): string | undefined {
  const [first, second, ...more] = parts;
  if (second === undefined) return first;
  return first === "pg_catalog" && more.length === 0 ? second : undefined;
}

function hasShortLength(call: Tree): boolean {
  const length = listIn(call, "args")[1];
  const constant = isTree(length) && isTree(length.A_Const) ? length.A_Const : {};
  if (!isTree(constant.ival)) return false;
  const { ival = 0 } = constant.ival;
  return typeof ival === "number" && ival <= longestMadeText;
}
