import { applyMethod, memberOf, operate } from "./apply-method.ts";
import { callBuiltIn } from "./call-built-in.ts";
import {
  grown,
  onlyOne,
  parts,
  pathOf,
  type RefFact,
  refFacts,
  type TargetWords,
  targetPart,
} from "./evaluated-parts.ts";
import type { Expression, MacroParameter, Statement } from "./program.ts";
import {
  anything,
  combine,
  isRecord,
  isTrue,
  isValueList,
  type Possible,
  together,
  unclear,
  type Value,
} from "./values.ts";

export interface KnownMacro {
  /** Package whose macros its body sees first. */
  package: string | undefined;
  parameters: readonly MacroParameter[];
  statements: readonly Statement[];
}

/** What a template is evaluated in. */
export interface JinjaWorld {
  /** undefined: not known yet. */
  vars: Readonly<Record<string, Value>> | undefined;
  target: TargetWords;
  /** A macro that may read something, or may answer something; undefined: there is none, or it does not matter. */
  macro(
    name: string,
    from: { package: string | undefined; of: string | undefined },
  ): KnownMacro | undefined;
  /** Package that the template belongs to; undefined: the project itself. */
  package: string | undefined;
}

export interface Evaluated {
  refs: readonly RefFact[];
  /** `source.table`. */
  sources: readonly string[];
  /** Reads of something computed. */
  unclearReads: readonly { line: number; what: string }[];
  config: ReadonlyMap<string, Value>;
  /** What it answered with `return`. */
  returned: Value;
  /** What it asks the world for: macros by name, and `variables` for the project's variables and the target. */
  asks: ReadonlySet<string>;
}

/** Stands for the project's variables and the target among what a template asks for. */
export const variables = "{{ var }}";

/** What one template may do: loops that run, macros that are followed. Beyond it all is unclear. */
const maxSteps = 20_000;
const maxMacroDepth = 20;

/**
 * Finds what a template reads, on every branch of it. Values are followed as sets of what they may be; `if`
 * does both, a loop over a written-out list does each of its items. Never throws.
 */
export function evaluate(statements: readonly Statement[], world: JinjaWorld): Evaluated {
  const refs = new Map<string, RefFact>();
  const sources = new Set<string>();
  const unclearReads = new Map<string, { line: number; what: string }>();
  const config = new Map<string, Value>();
  const asks = new Set<string>();
  let steps = 0;
  let depth = 0;
  let currentPackage = world.package;
  let returned: Possible[] = [];

  const run = (body: readonly Statement[], names: Map<string, Possible>, isSure: boolean): void => {
    for (const statement of body) {
      if (++steps > maxSteps) return;
      if (statement.kind === "print") {
        for (const expression of statement.expressions) evaluateOne(expression, names);
      } else if (statement.kind === "branch") {
        run(statement.body, names, false);
      } else if (statement.kind === "for") {
        loop(statement, names);
      } else {
        assign(statement.names, statement.value, names, isSure);
      }
    }
  };

  const assign = (
    targets: readonly string[],
    value: Expression | undefined,
    names: Map<string, Possible>,
    isSure: boolean,
  ) => {
    const given = value === undefined ? anything : evaluateOne(value, names);
    const bound = targets.length === 1 ? [given] : targets.map((_, index) => parts(given, index));
    for (const [index, name] of targets.entries()) {
      const before = isSure ? undefined : names.get(name);
      const now = bound[index] ?? anything;
      names.set(name, before === undefined ? now : together(before, now));
    }
  };

  const loop = (
    { names: targets, over, body }: Extract<Statement, { kind: "for" }>,
    names: Map<string, Possible>,
  ) => {
    const lists = evaluateOne(over, names);
    const items = lists.flatMap((list): readonly Value[] => {
      if (isValueList(list)) return list;
      return isRecord(list) ? Object.keys(list) : [unclear];
    });
    for (const item of items) {
      if (++steps > maxSteps) break;
      for (const [index, name] of targets.entries()) {
        names.set(name, targets.length === 1 ? [item] : parts([item], index));
      }
      run(body, names, false);
    }
    for (const name of targets) names.set(name, anything);
    // What follows may follow more, as when the budget is spent.
    if (steps > maxSteps)
      run(body.filter(({ kind }) => kind === "print").slice(0, 100), names, false);
  };

  const evaluateOne = (expression: Expression, names: Map<string, Possible>): Possible => {
    switch (expression.kind) {
      case "literal":
        return [expression.value];
      case "name":
        return names.get(expression.name) ?? anything;
      case "list":
        return [expression.items.map((item) => onlyOne(evaluateOne(item, names)))];
      case "dict":
        return [dictOf(expression.entries, names)];
      case "call":
        return call(expression, names);
      case "member":
        return member(expression, names);
      case "filter": {
        const args = expression.args.map((arg) => onlyOne(evaluateOne(arg, names)));
        return together(
          evaluateOne(expression.of, names).map((on) => applyMethod(expression.name, on, args)),
        );
      }
      case "operation":
        return operation(expression, names);
      case "choice": {
        const sure = isTrue(onlyOne(evaluateOne(expression.condition, names)));
        // Both are looked at, because both may be read one day.
        const then = evaluateOne(expression.then, names);
        const otherwise = evaluateOne(expression.otherwise, names);
        if (sure === undefined) return together(then, otherwise);
        return sure ? then : otherwise;
      }
    }
  };

  const operation = (
    { sign, parts: operands }: Extract<Expression, { kind: "operation" }>,
    names: Map<string, Possible>,
  ): Possible => {
    const [left = anything, right] = operands.map((operand) => evaluateOne(operand, names));
    if (sign === "?") return anything;
    if (sign === "not") {
      return left.map((value) => {
        const truth = isTrue(value);
        return truth === undefined ? unclear : !truth;
      });
    }
    return combine(left, right ?? anything, (one, other) => operate(sign, one, other));
  };

  const member = (
    { of, key }: Extract<Expression, { kind: "member" }>,
    names: Map<string, Possible>,
  ): Possible => {
    if (of.kind === "name" && of.name === "target" && !names.has("target")) {
      asks.add(variables);
      const part = key.kind === "literal" ? targetPart(world.target, String(key.value)) : undefined;
      return [part ?? unclear];
    }
    return combine(evaluateOne(of, names), evaluateOne(key, names), memberOf);
  };

  const dictOf = (
    entries: Extract<Expression, { kind: "dict" }>["entries"],
    names: Map<string, Possible>,
  ): Value =>
    Object.fromEntries(
      entries.flatMap(([key, value]) => {
        const name = onlyOne(evaluateOne(key, names));
        const given = onlyOne(evaluateOne(value, names));
        return typeof name === "string" || typeof name === "number" ? [[String(name), given]] : [];
      }),
    );

  const call = (
    { callee, args, named, line = 0 }: Extract<Expression, { kind: "call" }>,
    names: Map<string, Possible>,
  ): Possible => {
    const given = args.map((arg) => evaluateOne(arg, names));
    const byName = new Map(named.map(([name, value]) => [name, evaluateOne(value, names)]));
    const path = pathOf(callee);
    if (path === undefined) {
      return callee.kind === "member"
        ? method(callee, given, names)
        : dispatched(callee, given, byName, names);
    }
    const name = path.replace(/^builtins\./, "");
    if (name === "ref" || name === "source") return read(name, given, byName, line);
    if (name === "config") return configure(given, byName);
    if (name === "return") {
      returned.push(given[0] ?? [null]);
      return anything;
    }
    if (name === "var") {
      asks.add(variables);
      return variable(given);
    }
    const builtIn = callBuiltIn(name, given, byName);
    if (builtIn !== undefined) return builtIn;
    const [first = "", second] = name.split(".");
    const isOurs = second !== undefined && (names.has(first) || name.split(".").length > 2);
    if (isOurs && callee.kind === "member") return method(callee, given, names);
    asks.add(name);
    return macro(second ?? first, second === undefined ? undefined : first, given, byName);
  };

  const method = (
    { of, key }: Extract<Expression, { kind: "member" }>,
    given: readonly Possible[],
    names: Map<string, Possible>,
  ): Possible => {
    const on = evaluateOne(of, names);
    const name = key.kind === "literal" ? String(key.value) : "";
    const args = given.map(onlyOne);
    if (of.kind === "name" && (name === "append" || name === "extend" || name === "update")) {
      names.set(
        of.name,
        on.map((value) => grown(name, value, args[0] ?? unclear)),
      );
      return [null];
    }
    return together(on.map((value) => applyMethod(name, value, args)));
  };

  /** `adapter.dispatch('name', 'package')(…)`. */
  const dispatched = (
    callee: Expression,
    given: readonly Possible[],
    byName: ReadonlyMap<string, Possible>,
    names: Map<string, Possible>,
  ): Possible => {
    if (callee.kind !== "call" || pathOf(callee.callee) !== "adapter.dispatch") {
      evaluateOne(callee, names);
      return anything;
    }
    asks.add("*");
    const [name, namespace] = [...callee.args, ...callee.named.map(([, value]) => value)].map(
      (arg) => onlyOne(evaluateOne(arg, names)),
    );
    if (typeof name !== "string") return anything;
    const of = typeof namespace === "string" ? namespace : undefined;
    const kinds = world.target.type === undefined ? ["default"] : [world.target.type, "default"];
    return together(...kinds.map((kind) => macro(`${kind}__${name}`, of, given, byName)));
  };

  const macro = (
    name: string,
    of: string | undefined,
    given: readonly Possible[],
    byName: ReadonlyMap<string, Possible>,
  ): Possible => {
    if (depth >= maxMacroDepth || steps > maxSteps) return anything;
    const found = world.macro(name, { package: currentPackage, of });
    if (found === undefined) return anything;
    const inside = new Map<string, Possible>();
    for (const [index, parameter] of found.parameters.entries()) {
      const fallback =
        parameter.fallback === undefined ? anything : evaluateOne(parameter.fallback, new Map());
      inside.set(parameter.name, byName.get(parameter.name) ?? given[index] ?? fallback);
    }
    const before = { returned, currentPackage };
    returned = [];
    currentPackage = found.package;
    depth++;
    run(found.statements, inside, true);
    depth--;
    const answer = returned.length === 0 ? anything : together(...returned);
    ({ returned, currentPackage } = before);
    return answer;
  };

  const read = (
    what: "ref" | "source",
    given: readonly Possible[],
    byName: ReadonlyMap<string, Possible>,
    line: number,
  ): Possible => {
    const version = byName.get("v") ?? byName.get("version");
    const first = given[0] ?? anything;
    const second = given[1];
    const pairs = first.flatMap((one) => (second ?? [undefined]).map((other) => [one, other]));
    for (const [one, other] of pairs) {
      const isKnown = typeof one === "string" && (other === undefined || typeof other === "string");
      if (!isKnown || (what === "source" && other === undefined)) {
        unclearReads.set(`${line} ${what}`, { line, what });
      } else if (what === "source") sources.add(`${one}.${other}`);
      else for (const fact of refFacts(one, other, version)) refs.set(JSON.stringify(fact), fact);
    }
    return anything;
  };

  const configure = (
    given: readonly Possible[],
    byName: ReadonlyMap<string, Possible>,
  ): Possible => {
    const [inDict] = given.map(onlyOne);
    if (inDict !== undefined && isRecord(inDict)) {
      for (const [key, value] of Object.entries(inDict)) config.set(key, value);
    }
    for (const [key, value] of byName) config.set(key, onlyOne(value));
    return [""];
  };

  const variable = (given: readonly Possible[]): Possible => {
    const [name = anything, fallback] = given;
    if (world.vars === undefined) return anything;
    const { vars } = world;
    return together(
      ...name.map((one): Possible => {
        if (typeof one !== "string") return anything;
        return Object.hasOwn(vars, one) ? [vars[one] ?? null] : (fallback ?? anything);
      }),
    );
  };

  run(statements, new Map(), true);
  if (steps > maxSteps) unclearReads.set("0 ", { line: 0, what: "more than can be followed" });
  return {
    refs: [...refs.values()],
    sources: [...sources],
    unclearReads: [...unclearReads.values()],
    config,
    returned: returned.length === 0 ? unclear : onlyOne(together(...returned)),
    asks,
  };
}
