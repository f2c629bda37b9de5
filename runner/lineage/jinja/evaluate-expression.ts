import type { Expression } from "../../dbt/jinja/program.ts";
import { callFunction } from "./call-function.ts";
import { isTagged, isUnknown, type JinjaValue, truthOf, unknown } from "./jinja-value.ts";
import { operate } from "./operate.ts";
import type { KnownMacro, RenderContext } from "./render-context.ts";
import { applyMethod } from "./value-methods.ts";

export type Names = Map<string, JinjaValue>;

/** Thrown by `return(…)`, caught by the macro. */
export class Returned {
  readonly value: JinjaValue;
  constructor(value: JinjaValue) {
    this.value = value;
  }
}

export interface EvaluatorWorld {
  context: RenderContext;
  /** Package of the macro that is being rendered. */
  currentPackage(): string | undefined;
  decide(source: string): boolean;
  /** Counts a step; throws when there were too many. */
  spend(): void;
  toText(value: JinjaValue): string;
  runMacro(
    macro: KnownMacro,
    args: readonly JinjaValue[],
    named: ReadonlyMap<string, JinjaValue>,
    scopes: readonly Names[],
  ): JinjaValue;
}

/** Answers what an expression comes to, among the names of these scopes, of which the last counts first. */
export function createEvaluator(
  world: EvaluatorWorld,
): (expression: Expression, scopes: readonly Names[]) => JinjaValue {
  const { context, decide, spend, toText, runMacro } = world;
  return evaluate;

  function evaluate(expression: Expression, scopes: readonly Names[]): JinjaValue {
    spend();
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "name":
        return named(expression.name, scopes);
      case "list":
        return expression.items.map((item) => evaluate(item, scopes));
      case "dict":
        return new Map(
          expression.entries.map(([key, value]) => [
            toText(evaluate(key, scopes)),
            evaluate(value, scopes),
          ]),
        );
      case "choice": {
        const truth = truthOf(evaluate(expression.condition, scopes)) ?? decide("an inline if");
        if (truth) return evaluate(expression.then, scopes);
        const { otherwise } = expression;
        // Without an else there is no text at all, not the word None.
        const isMissing = otherwise.kind === "literal" && otherwise.value === null;
        return isMissing ? undefined : evaluate(otherwise, scopes);
      }
      case "filter":
        return filtered(expression, scopes);
      case "operation":
        return operation(expression, scopes);
      case "member":
        return memberOf(expression, scopes);
      case "call":
        return call(expression, scopes);
    }
  }

  function named(name: string, scopes: readonly Names[]): JinjaValue {
    const value = lookUp(name, scopes);
    if (value !== undefined || scopes.some((scope) => scope.has(name))) return value;
    if (name === "this") return { kind: "relation", node: context.self };
    if (name === "execute") return true;
    if (name === "target" || name === "model" || name === "graph" || name === "run_started_at")
      return unknown(name);
    const macro = context.macro(name, { package: world.currentPackage(), of: undefined });
    if (macro !== undefined) return { kind: "macro", ...macro };
    return /^(?:invocation_id|flags|modules|api|adapter|builtins|env_var)$/.test(name)
      ? unknown(name)
      : undefined;
  }

  function operation(
    { sign, parts: operands }: Extract<Expression, { kind: "operation" }>,
    scopes: readonly Names[],
  ): JinjaValue {
    const [first, second] = operands;
    if (first === undefined) return unknown("an expression that is not understood");
    if (sign === "and" || sign === "or") {
      const left = evaluate(first, scopes);
      const truth = truthOf(left);
      if (truth === (sign === "or")) return left;
      const right = second === undefined ? undefined : evaluate(second, scopes);
      if (truth !== undefined) return right;
      return truthOf(right) === (sign === "or") ? right : left;
    }
    if (sign === "not") {
      const truth = truthOf(evaluate(first, scopes));
      return truth === undefined ? unknown("a condition") : !truth;
    }
    const values = operands.map((operand) => evaluate(operand, scopes));
    return operate(sign, values, toText);
  }

  function filtered(
    { name, of, args }: Extract<Expression, { kind: "filter" }>,
    scopes: readonly Names[],
  ): JinjaValue {
    const on = evaluate(of, scopes);
    const given = args.map((arg) => evaluate(arg, scopes));
    return orUnknown(applyMethod(name, on, given, toText), `the filter ${name}`);
  }

  function memberOf(
    { of, key }: Extract<Expression, { kind: "member" }>,
    scopes: readonly Names[],
  ): JinjaValue {
    if (of.kind === "name" && of.name === "target" && lookUp("target", scopes) === undefined) {
      const part = key.kind === "literal" ? key.value : undefined;
      return part === "type" ? context.adapter : unknown(`target.${part}`);
    }
    if (of.kind === "name" && of.name === "flags" && key.kind === "literal") {
      return key.value === "FULL_REFRESH" ? true : unknown(`flags.${key.value}`);
    }
    const owner = evaluate(of, scopes);
    const part = evaluate(key, scopes);
    if (owner instanceof Map) return owner.get(String(part));
    if (Array.isArray(owner) && typeof part === "number") return owner.at(part);
    if (typeof owner === "string" && typeof part === "number") return owner.at(part);
    if (
      isTagged(owner) &&
      owner.kind === "relation" &&
      /^(?:name|identifier|table)$/.test(String(part))
    ) {
      return owner.node.slice(owner.node.lastIndexOf(".") + 1);
    }
    if (isUnknown(owner)) return owner;
    return owner === undefined || isTagged(owner)
      ? unknown(`${String(part)} of something`)
      : undefined;
  }

  function call(
    expression: Extract<Expression, { kind: "call" }>,
    scopes: readonly Names[],
  ): JinjaValue {
    const args = expression.args.map((arg) => evaluate(arg, scopes));
    const named_ = new Map(
      expression.named.map(([name, value]) => [name, evaluate(value, scopes)]),
    );
    const { callee } = expression;
    const path = pathOf(callee);
    const [root = "", member] = path ?? [];
    const isOwn = root !== "" && scopes.some((scope) => scope.has(root));
    if (path !== undefined && !isOwn) {
      const given = { path, args, named: named_, package: world.currentPackage() };
      const found = callFunction(given, context, toText);
      if (found?.kind === "value") return found.value;
      if (found?.kind === "return") throw new Returned(found.value);
      const macro =
        path.length <= 2
          ? context.macro(member ?? root, {
              package: world.currentPackage(),
              of: member === undefined ? undefined : root,
            })
          : undefined;
      if (macro !== undefined) return runMacro(macro, args, named_, scopes);
    }
    if (
      callee.kind === "member" &&
      callee.key.kind === "literal" &&
      (isOwn || path === undefined)
    ) {
      const on = evaluate(callee.of, scopes);
      const name = String(callee.key.value);
      if (on instanceof Map && isTagged(on.get(name)))
        return apply(on.get(name), args, named_, scopes);
      return orUnknown(applyMethod(name, on, args, toText), `the method ${name}`);
    }
    if (path !== undefined && !isOwn) return unknown(`${path.join(".")}() is not known`);
    return apply(evaluate(callee, scopes), args, named_, scopes);
  }

  function apply(
    callee: JinjaValue,
    args: readonly JinjaValue[],
    byName: ReadonlyMap<string, JinjaValue>,
    scopes: readonly Names[],
  ): JinjaValue {
    if (isTagged(callee) && callee.kind === "answer") return callee.give();
    if (isTagged(callee) && callee.kind === "macro") return runMacro(callee, args, byName, scopes);
    return isUnknown(callee) ? callee : unknown("something that is called is not known");
  }
}

/** The value of a name; undefined: it has none. */
export function lookUp(name: string, scopes: readonly Names[]): JinjaValue {
  for (const scope of scopes.toReversed()) if (scope.has(name)) return scope.get(name);
  return undefined;
}

function pathOf(callee: Expression): string[] | undefined {
  if (callee.kind === "name") return [callee.name];
  if (callee.kind !== "member" || callee.key.kind !== "literal") return undefined;
  const of = pathOf(callee.of);
  return of === undefined ? undefined : [...of, String(callee.key.value)];
}

function orUnknown(value: JinjaValue | { none: true }, what: string): JinjaValue {
  const isNone = typeof value === "object" && value !== null && "none" in value;
  return isNone ? unknown(`${what} is not known`) : value;
}
