import { createEvaluator, lookUp, type Names, Returned } from "./evaluate-expression.ts";
import { createWriter, type Holes } from "./holes.ts";
import { type JinjaValue, marker, truthOf, unknown } from "./jinja-value.ts";
import { type KnownMacro, type RenderContext, RenderStop } from "./render-context.ts";
import type { Branch, Part } from "./text-template.ts";

/** What one rendering may do. */
const maxSteps = 200_000;
const maxText = 2_000_000;
const maxDepth = 40;

export interface Rendered {
  text: string;
  holes: Holes;
}

/**
 * Renders a template. What only dbt can compute becomes a name of its own in the text. `decide` says which way
 * to go where a condition cannot be told; it is asked in order.
 *
 * Throws RenderStop and RenderRefused.
 */
export function renderTemplate(
  parts: readonly Part[],
  context: RenderContext,
  decide: (source: string) => boolean,
): Rendered {
  const { holes, toText } = createWriter(context.adapter);
  let steps = 0;
  let depth = 0;
  let currentPackage: string | undefined;
  const evaluate = createEvaluator({
    context,
    currentPackage: () => currentPackage,
    decide,
    spend,
    toText: (value) => toText(value),
    runMacro,
  });

  const text = run(parts, [new Map()]);
  return { text, holes };

  function spend(): void {
    if (++steps > maxSteps) throw new RenderStop("its Jinja does too much");
  }

  function run(body: readonly Part[], scopes: readonly Names[]): string {
    let out = "";
    for (const part of body) {
      spend();
      out += runPart(part, scopes);
      if (out.length > maxText) throw new RenderStop("its Jinja writes too much");
    }
    return out;
  }

  function runPart(part: Part, scopes: readonly Names[]): string {
    switch (part.kind) {
      case "text":
        return part.text;
      case "print":
        return toText(evaluate(part.expression, scopes), part.source);
      case "do":
        evaluate(part.expression, scopes);
        return "";
      case "if":
        return runIf(part.branches, scopes);
      case "for":
        return runFor(part, scopes);
      case "set":
        assign(part.names, evaluate(part.value, scopes), scopes);
        return "";
      case "capture":
        assign([part.name], run(part.body, scopes), scopes);
        return "";
      case "macro":
        scopes[0]?.set(part.macro.name, {
          kind: "macro",
          macro: part.macro,
          package: currentPackage,
        });
        return "";
      case "call":
        return toText(
          evaluate(part.expression, [
            ...scopes,
            new Map([["caller", answer(() => run(part.body, scopes))]]),
          ]),
          undefined,
        );
      case "block":
        return part.isPlain
          ? run(part.body, scopes)
          : toText(unknown(`${part.source} is not understood`), part.source);
    }
  }

  function answer(give: () => JinjaValue): JinjaValue {
    return { kind: "answer", give };
  }

  function runIf(branches: readonly Branch[], scopes: readonly Names[]): string {
    for (const { condition, source, body } of branches) {
      const value = condition === undefined ? true : evaluate(condition, scopes);
      const isTaken = truthOf(value) ?? decide(source);
      if (isTaken) return run(body, scopes);
    }
    return "";
  }

  /** Jinja's loops have names of their own; what is set outside stays as it is. */
  function runFor(
    { names, over, condition, source, body }: Extract<Part, { kind: "for" }>,
    scopes: readonly Names[],
  ): string {
    const items = itemsOf(evaluate(over, scopes));
    const known = items ?? (decide(source) ? [unknown(`what ${source} goes through`)] : []);
    const chosen = known.filter((item) => {
      if (condition === undefined) return true;
      const inside: Names = new Map();
      assign(names, item, [inside]);
      return truthOf(evaluate(condition, [...scopes, inside])) ?? decide(source);
    });
    let out = "";
    for (const [index, item] of chosen.entries()) {
      spend();
      const inside: Names = new Map<string, JinjaValue>([["loop", loopOf(index, chosen.length)]]);
      assign(names, item, [inside]);
      out += run(body, [...scopes, inside]);
      if (out.length > maxText) throw new RenderStop("its Jinja writes too much");
    }
    return out;
  }

  function assign(names: readonly string[], value: JinjaValue, scopes: readonly Names[]): void {
    const [only = "", ...more] = names;
    if (more.length === 0) bind(only, value, scopes);
    else
      for (const [index, name] of names.entries()) {
        const part = Array.isArray(value) ? value[index] : unknown("a part of something computed");
        bind(name, part, scopes);
      }
  }

  function bind(name: string, value: JinjaValue, scopes: readonly Names[]): void {
    const [first = "", member] = name.split(".");
    const owner = member === undefined ? undefined : lookUp(first, scopes);
    if (owner instanceof Map && member !== undefined) owner.set(member, value);
    else scopes.at(-1)?.set(name, value);
  }

  function runMacro(
    { macro, package: owner }: KnownMacro,
    args: readonly JinjaValue[],
    byName: ReadonlyMap<string, JinjaValue>,
    scopes: readonly Names[],
  ): JinjaValue {
    if (depth >= maxDepth) throw new RenderStop("its macros call each other too deep");
    const outer = currentPackage;
    const inside: Names = new Map();
    currentPackage = owner;
    for (const [index, { name, fallback }] of macro.parameters.entries()) {
      const value = byName.has(name) ? byName.get(name) : args[index];
      const isGiven = byName.has(name) || index < args.length;
      inside.set(name, isGiven || fallback === undefined ? value : evaluate(fallback, [inside]));
    }
    inside.set("varargs", args.slice(macro.parameters.length));
    const own = new Set(macro.parameters.map(({ name }) => name));
    inside.set("kwargs", new Map([...byName].filter(([name]) => !own.has(name))));
    const caller = lookUp("caller", scopes);
    if (caller !== undefined) inside.set("caller", caller);
    depth++;
    try {
      return run(macro.body, [inside]);
    } catch (thrown) {
      if (thrown instanceof Returned) return thrown.value;
      throw thrown;
    } finally {
      depth--;
      currentPackage = outer;
    }
  }
}

function itemsOf(value: JinjaValue): readonly JinjaValue[] | undefined {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.keys()];
  if (value === undefined || value === null) return [];
  return typeof value === "string" && !value.includes(marker) ? [...value] : undefined;
}

function loopOf(index: number, length: number): Map<string, JinjaValue> {
  return new Map<string, JinjaValue>([
    ["index", index + 1],
    ["index0", index],
    ["first", index === 0],
    ["last", index === length - 1],
    ["length", length],
    ["revindex", length - index],
    ["revindex0", length - index - 1],
  ]);
}
