import type { JinjaToken } from "./jinja-token.ts";
import type { Expression } from "./program.ts";

const unclear: Expression = { kind: "operation", sign: "?", parts: [] };
const constants = new Map<string, boolean | null>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);
/** How tightly a sign binds. */
const strength = new Map([
  ["or", 1],
  ["and", 2],
  ["==", 4],
  ["!=", 4],
  ["<", 4],
  [">", 4],
  ["<=", 4],
  [">=", 4],
  ["in", 4],
  ["+", 5],
  ["-", 5],
  ["~", 6],
  ["*", 7],
  ["/", 7],
  ["//", 7],
  ["%", 7],
  ["**", 8],
]);
/** Expressions within expressions; what is deeper stays unclear. */
const maxDepth = 60;

/** Reads Jinja expressions out of tokens. Never throws: what it does not understand is passed over or unclear. */
export class ExpressionReader {
  readonly #tokens: readonly JinjaToken[];
  readonly #lineAt: (at: number) => number;
  #at: number;
  #depth = 0;

  constructor(tokens: readonly JinjaToken[], lineAt: (at: number) => number, start = 0) {
    this.#tokens = tokens;
    this.#lineAt = lineAt;
    this.#at = start;
  }

  /** Everything that is left, as expressions one after the other. */
  rest(): Expression[] {
    const expressions: Expression[] = [];
    while (this.#at < this.#tokens.length) {
      const before = this.#at;
      expressions.push(this.expression());
      if (this.#at === before) this.#at++;
      this.take(",");
    }
    return expressions;
  }

  expression(): Expression {
    if (this.#depth >= maxDepth) {
      this.#at++;
      return unclear;
    }
    this.#depth++;
    const then = this.#operation(0);
    let found = then;
    if (this.take("if")) {
      const condition = this.#operation(0);
      const otherwise: Expression = this.take("else")
        ? this.expression()
        : { kind: "literal", value: null };
      found = { kind: "choice", condition, then, otherwise };
    }
    this.#depth--;
    return found;
  }

  /** Takes the name or sign when it is next. */
  take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  name(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "name") return undefined;
    this.#at++;
    return token.text;
  }

  #is(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && token.text === text && token.kind !== "string";
  }

  #operation(least: number): Expression {
    let left = this.#unary();
    for (;;) {
      if (this.take("is")) {
        // A test: `is none`, `is not defined`, `is divisibleby(3)`.
        const not = this.take("not") ? "not " : "";
        const test = this.name() ?? "?";
        const { args } = this.#is("(") ? this.#arguments() : { args: [] };
        left = { kind: "operation", sign: `is ${not}${test}`, parts: [left, ...args] };
        continue;
      }
      const isNotIn = this.#is("not") && this.#tokens[this.#at + 1]?.text === "in";
      const token = this.#tokens[this.#at + (isNotIn ? 1 : 0)];
      const own =
        token === undefined || token.kind === "string" ? undefined : strength.get(token.text);
      if (token === undefined || own === undefined || own < least) return left;
      this.#at += isNotIn ? 2 : 1;
      const right = this.#operation(own + 1);
      left = { kind: "operation", sign: isNotIn ? "not in" : token.text, parts: [left, right] };
    }
  }

  #unary(): Expression {
    if (this.#depth >= maxDepth) {
      this.#at++;
      return unclear;
    }
    this.#depth++;
    const found = this.#unaryWithin();
    this.#depth--;
    return found;
  }

  #unaryWithin(): Expression {
    if (this.take("not")) return { kind: "operation", sign: "not", parts: [this.#operation(3)] };
    const isMinus = this.take("-");
    if (isMinus || this.take("+")) {
      const of = this.#unary();
      const isNumber = of.kind === "literal" && typeof of.value === "number";
      if (isNumber) return isMinus ? { kind: "literal", value: -Number(of.value) } : of;
      return { kind: "operation", sign: "?", parts: [of] };
    }
    return this.#postfix(this.#primary());
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at];
    if (token === undefined) return unclear;
    const { kind, text } = token;
    if (kind === "sign" && text !== "(" && text !== "[" && text !== "{") return unclear;
    this.#at++;
    if (kind === "string") {
      let value = text;
      for (
        let next = this.#tokens[this.#at];
        next?.kind === "string";
        next = this.#tokens[this.#at]
      ) {
        value += next.text;
        this.#at++;
      }
      return { kind: "literal", value };
    }
    if (kind === "number") return { kind: "literal", value: Number(text.replaceAll("_", "")) };
    if (kind === "name") {
      const constant = constants.get(text);
      return constant === undefined
        ? { kind: "name", name: text }
        : { kind: "literal", value: constant };
    }
    if (text === "{") return this.#dict();
    const items = this.#items(text === "(" ? ")" : "]");
    const [only] = items.list;
    const isGroup =
      text === "(" && only !== undefined && items.list.length === 1 && !items.hasComma;
    return isGroup ? only : { kind: "list", items: items.list };
  }

  #items(closing: string): { list: Expression[]; hasComma: boolean } {
    const list: Expression[] = [];
    let hasComma = false;
    while (this.#at < this.#tokens.length && !this.take(closing)) {
      const before = this.#at;
      list.push(this.expression());
      if (this.take(",")) hasComma = true;
      if (this.#at === before) this.#at++;
    }
    return { list, hasComma };
  }

  #dict(): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    while (this.#at < this.#tokens.length && !this.take("}")) {
      const before = this.#at;
      const key = this.expression();
      entries.push([key, this.take(":") ? this.expression() : unclear]);
      this.take(",");
      if (this.#at === before) this.#at++;
    }
    return { kind: "dict", entries };
  }

  #postfix(first: Expression): Expression {
    let found = first;
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.kind !== "sign") return found;
      if (token.text === ".") {
        this.#at++;
        const key = this.#tokens[this.#at]?.text ?? "";
        this.#at++;
        found = { kind: "member", of: found, key: { kind: "literal", value: key } };
      } else if (token.text === "[") {
        this.#at++;
        const [key = unclear, ...more] = this.#items("]").list;
        found = { kind: "member", of: found, key: more.length > 0 ? unclear : key };
      } else if (token.text === "(") {
        const line = isRead(found) ? { line: this.#lineAt(token.at) } : {};
        found = { kind: "call", callee: found, ...this.#arguments(), ...line };
      } else if (token.text === "|") {
        this.#at++;
        const name = this.name() ?? "?";
        found = {
          kind: "filter",
          name,
          of: found,
          args: this.#is("(") ? this.#arguments().args : [],
        };
      } else return found;
    }
  }

  #arguments(): { args: Expression[]; named: (readonly [string, Expression])[] } {
    const args: Expression[] = [];
    const named: (readonly [string, Expression])[] = [];
    this.take("(");
    while (this.#at < this.#tokens.length && !this.take(")")) {
      const before = this.#at;
      const token = this.#tokens[this.#at];
      if (token?.kind === "name" && this.#tokens[this.#at + 1]?.text === "=") {
        this.#at += 2;
        named.push([token.text, this.expression()]);
      } else {
        // `*args` and `**kwargs` are somebody else's arguments.
        const isSpread = this.take("*") || this.take("**");
        const value = this.expression();
        args.push(isSpread ? { kind: "operation", sign: "?", parts: [value] } : value);
      }
      this.take(",");
      if (this.#at === before) this.#at++;
    }
    return { args, named };
  }
}

/** Is this `ref`, `source`, or `builtins.ref`? */
function isRead(callee: Expression): boolean {
  if (callee.kind === "name") return callee.name === "ref" || callee.name === "source";
  if (callee.kind !== "member" || callee.key.kind !== "literal") return false;
  return callee.key.value === "ref" || callee.key.value === "source";
}
