import { applyMethod, memberOf, operate } from "./apply-method.ts";
import { argumentKey } from "./argument-key.ts";
import { callBuiltIn } from "./call-built-in.ts";
import { addReads, collectConfig, collectRead, createCollector } from "./collect-reads.ts";
import { grown, onlyOne, parts, pathOf, targetPart } from "./evaluated-parts.ts";
import { type Evaluated, type JinjaWorld, type KnownMacro, variables } from "./jinja-world.ts";
import type { Expression, Statement } from "./program.ts";
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

type Names = Map<string, Possible>;

/** What one template may do: loops that run, macros that are followed. Beyond it all is unclear. */
const maxSteps = 20_000;
const maxMacroDepth = 20;

/**
 * Finds what a template reads, on every branch of it. Values are followed as sets of what they may be; `if`
 * does both, a loop over a written-out list does each of its items. Never throws.
 */
export function evaluate(statements: readonly Statement[], world: JinjaWorld): Evaluated {
  let found = createCollector();
  let steps = 0;
  const open: KnownMacro[] = [];
  let returned: Possible[] = [];

  const run = (body: readonly Statement[], names: Names, isSure: boolean): void => {
    for (const statement of body) {
      if (++steps > maxSteps) return;
      if (statement.kind === "print") {
        for (const expression of statement.expressions) {
          if (expression.kind === "call") call(expression, names, false);
          else evaluateOne(expression, names);
        }
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
    names: Names,
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
    names: Names,
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
  };

  const evaluateOne = (expression: Expression, names: Names): Possible => {
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
        return call(expression, names, true);
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
    names: Names,
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

  const member = ({ of, key }: Extract<Expression, { kind: "member" }>, names: Names): Possible => {
    if (of.kind === "name" && of.name === "target" && !names.has("target")) {
      found.asks.add(variables);
      const part = key.kind === "literal" ? targetPart(world.target, String(key.value)) : undefined;
      return [part ?? unclear];
    }
    return combine(evaluateOne(of, names), evaluateOne(key, names), memberOf);
  };

  const dictOf = (entries: Extract<Expression, { kind: "dict" }>["entries"], names: Names): Value =>
    Object.fromEntries(
      entries.flatMap(([key, value]) => {
        const name = onlyOne(evaluateOne(key, names));
        const given = onlyOne(evaluateOne(value, names));
        return typeof name === "string" || typeof name === "number" ? [[String(name), given]] : [];
      }),
    );

  const call = (
    { callee, args, named, line = 0 }: Extract<Expression, { kind: "call" }>,
    names: Names,
    isUsed: boolean,
  ): Possible => {
    const given = args.map((arg) => evaluateOne(arg, names));
    const byName = new Map(named.map(([name, value]) => [name, evaluateOne(value, names)]));
    const path = pathOf(callee);
    if (path === undefined) {
      return callee.kind === "member"
        ? method(callee, given, names)
        : dispatched(callee, { given, byName, isUsed }, names);
    }
    const name = path.startsWith("builtins.") ? path.slice("builtins.".length) : path;
    if (name === "ref" || name === "source") {
      collectRead(found, name, { args: given, named: byName, line, macro: open.at(-1)?.name });
      return anything;
    }
    if (name === "config") {
      collectConfig(found, given, byName);
      return [""];
    }
    if (name === "return") {
      returned.push(given[0] ?? [null]);
      return anything;
    }
    if (name === "var") {
      found.asks.add(variables);
      return variable(given);
    }
    const builtIn = callBuiltIn(name, given, byName);
    if (builtIn !== undefined) return builtIn;
    const [first = "", second, ...more] = name.split(".");
    const isMethod = second !== undefined && (names.has(first) || more.length > 0);
    if (isMethod && callee.kind === "member") return method(callee, given, names);
    found.asks.add(name);
    const of = second === undefined ? undefined : first;
    return macro(second ?? first, of, { given, byName, isUsed });
  };

  const method = (
    { of, key }: Extract<Expression, { kind: "member" }>,
    given: readonly Possible[],
    names: Names,
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
  const dispatched = (callee: Expression, how: Arguments, names: Names): Possible => {
    if (callee.kind !== "call" || pathOf(callee.callee) !== "adapter.dispatch") {
      evaluateOne(callee, names);
      return anything;
    }
    found.asks.add("*");
    const [name, namespace] = [...callee.args, ...callee.named.map(([, value]) => value)].map(
      (arg) => onlyOne(evaluateOne(arg, names)),
    );
    if (typeof name !== "string") return anything;
    const of = typeof namespace === "string" ? namespace : undefined;
    const kinds = world.target.type === undefined ? ["default"] : [world.target.type, "default"];
    return together(...kinds.map((kind) => macro(`${kind}__${name}`, of, how)));
  };

  const macro = (name: string, of: string | undefined, how: Arguments): Possible => {
    if (open.length >= maxMacroDepth || steps > maxSteps) return anything;
    const from = open.length === 0 ? world.package : open.at(-1)?.package;
    const known = world.macro(name, { package: from, of });
    if (known === undefined || (!how.isUsed && !known.reads)) return anything;
    const inside: Names = new Map();
    for (const [index, parameter] of known.parameters.entries()) {
      const value = how.byName.get(parameter.name) ?? how.given[index];
      inside.set(parameter.name, value ?? fallbackOf(parameter.fallback));
    }
    const key = argumentKey(inside);
    const before = key === undefined ? undefined : world.called.get(known)?.get(key);
    if (before !== undefined) {
      addReads(found, before.reads);
      return before.answer;
    }
    const outside = { found, returned };
    found = createCollector();
    returned = [];
    open.push(known);
    run(known.statements, inside, true);
    open.pop();
    const done = { answer: returned.length === 0 ? anything : together(...returned), reads: found };
    ({ found, returned } = outside);
    addReads(found, done.reads);
    if (key !== undefined && steps <= maxSteps) remember(known, key, done);
    return done.answer;
  };

  const fallbackOf = (fallback: Expression | undefined) =>
    fallback === undefined ? anything : evaluateOne(fallback, new Map());

  const remember = (
    known: KnownMacro,
    key: string,
    done: { answer: Possible; reads: ReturnType<typeof createCollector> },
  ) => {
    const calls = world.called.get(known) ?? new Map();
    world.called.set(known, calls.set(key, done));
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
  if (steps > maxSteps) {
    found.unclearReads.set("0 ", { line: 0, what: "more than can be followed" });
  }
  return {
    refs: [...found.refs.values()],
    sources: [...found.sources],
    unclearReads: [...found.unclearReads.values()],
    config: found.config,
    returned: returned.length === 0 ? unclear : onlyOne(together(...returned)),
    asks: found.asks,
  };
}

interface Arguments {
  given: readonly Possible[];
  byName: ReadonlyMap<string, Possible>;
  /** Somebody looks at the answer. */
  isUsed: boolean;
}
