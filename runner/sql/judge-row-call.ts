import { partsOf } from "./postgres-sizes.ts";
import type { Reading } from "./reading.ts";
import { doubt } from "./refuse.ts";
import type { NamedRelation } from "./sql-verdict.ts";
import { isTree, listIn, type Tree } from "./tree.ts";

/** Built-ins that take a row as they take any value. */
const ofAnything =
  /^(any_value|array_agg|count|first_value|format|hash\w*|jsonb?_\w+|lag|last_value|lead|max|min|nth_value|num_\w+|pg_typeof|row_to_json|to_jsonb?|concat(_ws)?)$/;

/** `lower(c)` of a row `c`: no built-in takes it, so it means a function of the database's own. */
export function judgeRowCall(call: Tree, from: readonly NamedRelation[], reading: Reading): void {
  const name = partsOf(call.funcname).at(-1) ?? "";
  if (ofAnything.test(name)) return;
  for (const arg of listIn(call, "args")) {
    const parts = isTree(arg) && isTree(arg.ColumnRef) ? partsOf(arg.ColumnRef.fields) : [];
    const row = from.find(({ alias, name: table }) => alias === parts[0] && alias !== table);
    if (parts.length !== 1 || row === undefined) continue;
    doubt(reading, `\`${name}(${row.alias})\` of a whole row is no built-in function`);
  }
}
