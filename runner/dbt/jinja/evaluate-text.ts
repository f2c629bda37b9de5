import { evaluate } from "./evaluate.ts";
import type { JinjaWorld } from "./jinja-world.ts";
import { lexJinja } from "./lex-jinja.ts";
import { ExpressionReader } from "./parse-expression.ts";
import type { Expression } from "./program.ts";
import { unclear, type Value } from "./values.ts";

/**
 * What a setting of a YAML file stands for: itself, or what its Jinja comes to. A text that is one expression
 * keeps its type, as in dbt. unclear: only dbt can tell.
 */
export function evaluateText(text: string, world: JinjaWorld): Value {
  if (!/\{[{%#]/.test(text)) return text;
  const parts: Expression[] = [];
  const { blocks, unclosed } = lexJinja(text);
  if (unclosed !== undefined || blocks.some(({ kind }) => kind === "statement")) return unclear;
  let at = 0;
  for (const block of blocks) {
    addText(parts, text.slice(at, block.at));
    const [expression, ...more] = new ExpressionReader(block.tokens, () => 0).rest();
    if (expression === undefined || more.length > 0) return unclear;
    parts.push(expression);
    at = block.end;
  }
  addText(parts, text.slice(at));
  return evaluateExpression(
    parts.reduce((left, right) => ({ kind: "operation", sign: "~", parts: [left, right] })),
    world,
  );
}

/** The value of an expression when it can be only one. */
function evaluateExpression(expression: Expression, world: JinjaWorld): Value {
  const answer: Expression = {
    kind: "call",
    callee: { kind: "name", name: "return" },
    args: [expression],
    named: [],
  };
  return evaluate([{ kind: "print", expressions: [answer] }], world).returned;
}

/** White space around a text's only expression says nothing. */
function addText(parts: Expression[], text: string): void {
  if (text.trim() !== "") parts.push({ kind: "literal", value: text });
}
