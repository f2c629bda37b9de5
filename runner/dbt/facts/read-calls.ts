import { pathOf } from "../jinja/evaluated-parts.ts";
import type { Expression, Statement } from "../jinja/program.ts";

/** Everything that statements call, each once: `ref`, `cents_to_dollars`, `dbt_utils.star`; a dispatched macro by its name. */
export function readCalls(statements: readonly Statement[]): string[] {
  const found = new Set<string>();
  const expressions: Expression[] = [];
  const bodies: (readonly Statement[])[] = [statements];
  for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
    for (const statement of body) {
      if (statement.kind === "print") expressions.push(...statement.expressions);
      else if (statement.kind === "set") {
        if (statement.value !== undefined) expressions.push(statement.value);
      } else bodies.push(statement.body);
      if (statement.kind === "for") expressions.push(statement.over);
    }
  }
  for (let next = expressions.pop(); next !== undefined; next = expressions.pop()) {
    if (next.kind === "call") note(next, found);
    expressions.push(...within(next));
  }
  return [...found].sort();
}

function note(call: Extract<Expression, { kind: "call" }>, found: Set<string>): void {
  const path = pathOf(call.callee);
  if (path === undefined) return;
  if (path !== "adapter.dispatch") {
    found.add(path);
    return;
  }
  const [name] = call.args;
  const namespace = call.args[1] ?? call.named[0]?.[1];
  if (name?.kind !== "literal" || typeof name.value !== "string") return;
  const of =
    namespace?.kind === "literal" && typeof namespace.value === "string" ? namespace.value : "";
  found.add(of === "" ? `*__${name.value}` : `${of}.*__${name.value}`);
}

function within(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "name":
      return [];
    case "list":
      return expression.items;
    case "dict":
      return expression.entries.flat();
    case "call":
      return [expression.callee, ...expression.args, ...expression.named.map(([, value]) => value)];
    case "member":
      return [expression.of, expression.key];
    case "filter":
      return [expression.of, ...expression.args];
    case "operation":
      return expression.parts;
    case "choice":
      return [expression.condition, expression.then, expression.otherwise];
  }
}
