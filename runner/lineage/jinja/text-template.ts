import { type JinjaBlock, lexJinja } from "../../dbt/jinja/lex-jinja.ts";
import { ExpressionReader } from "../../dbt/jinja/parse-expression.ts";
import type { Expression, MacroParameter } from "../../dbt/jinja/program.ts";

/** A part of a template, with the text that it gives. */
export type Part =
  | { kind: "text"; text: string }
  | { kind: "print"; expression: Expression; source: string }
  /** The first whose condition holds; one without a condition is the `else`. */
  | { kind: "if"; branches: readonly Branch[] }
  | ({ kind: "for"; source: string; body: readonly Part[] } & LoopHead)
  | { kind: "set"; names: readonly string[]; value: Expression }
  | { kind: "capture"; name: string; body: readonly Part[] }
  | { kind: "do"; expression: Expression }
  | { kind: "macro"; macro: MacroText }
  | { kind: "call"; expression: Expression; body: readonly Part[] }
  /** Blocks that change their text in a way that is not understood, or not at all. */
  | { kind: "block"; isPlain: boolean; source: string; body: readonly Part[] };

interface LoopHead {
  names: readonly string[];
  over: Expression;
  /** `for x in list if …`. */
  condition: Expression | undefined;
}

export interface Branch {
  condition: Expression | undefined;
  source: string;
  body: readonly Part[];
}

export interface MacroText {
  name: string;
  parameters: readonly MacroParameter[];
  body: readonly Part[];
}

interface Frame {
  tag: string;
  branches: { condition: Expression | undefined; source: string; body: Part[] }[];
  finish(branches: Frame["branches"]): Part | undefined;
}

/** Blocks within blocks. */
const maxDepth = 100;

/** Reads a template with its text; a sentence where it cannot be understood as a whole. Never throws. */
export function readTextTemplate(text: string): readonly Part[] | { problem: string } {
  const { blocks, unclosed } = lexJinja(text);
  if (unclosed !== undefined) return { problem: `${unclosed.what} is not closed` };
  const top: Part[] = [];
  const stack: Frame[] = [];
  const into = () => stack.at(-1)?.branches.at(-1)?.body ?? top;
  let at = 0;
  let trims = false;
  for (const block of blocks) {
    const inside = text.slice(block.at, block.end);
    addText(into(), text.slice(at, block.at), { start: trims, end: inside[2] === "-" });
    trims = inside.at(-3) === "-";
    at = block.end;
    const problem = block.kind === "expression" ? print(block, inside) : statement(block, inside);
    if (problem !== undefined) return { problem };
    if (stack.length > maxDepth) return { problem: "its Jinja is nested too deep" };
  }
  addText(into(), text.slice(at), { start: trims, end: false });
  const [unfinished] = stack;
  return unfinished === undefined ? top : { problem: `{% ${unfinished.tag} %} is not closed` };

  function print({ tokens }: JinjaBlock, source: string): undefined {
    if (tokens.length === 0) return;
    into().push({ kind: "print", expression: reader(tokens, 0).expression(), source });
  }

  function statement({ tokens }: JinjaBlock, source: string): string | undefined {
    const tag = tokens[0]?.text ?? "";
    const read = reader(tokens, 1);
    if (tag.startsWith("end")) return close(tag.slice(3));
    if (tag === "elif" || tag === "else") {
      const condition = tag === "elif" ? read.expression() : undefined;
      stack.at(-1)?.branches.push({ condition, source, body: [] });
      return stack.length === 0 ? `{% ${tag} %} stands outside of an if` : undefined;
    }
    if (tag === "set") {
      const names = readNames(read);
      if (!read.take("=")) {
        open("set", ([only]) => ({
          kind: "capture",
          name: names[0] ?? "",
          body: only?.body ?? [],
        }));
        return;
      }
      const [first, ...more] = read.rest();
      if (first === undefined) return "a set without a value";
      const value: Expression = more.length > 0 ? { kind: "list", items: [first, ...more] } : first;
      into().push({ kind: "set", names, value });
      return;
    }
    if (tag === "do") {
      into().push({ kind: "do", expression: read.expression() });
      return;
    }
    return openTag(tag, read, source);
  }

  function openTag(tag: string, read: ExpressionReader, source: string): string | undefined {
    switch (tag) {
      case "if": {
        open("if", (branches) => ({ kind: "if", branches }), read.expression(), source);
        return;
      }
      case "for": {
        const names = readNames(read);
        if (!read.take("in")) return "a for without a list";
        const head = { names, ...readLoop(read.expression()) };
        open("for", ([only]) => ({ kind: "for", ...head, source, body: only?.body ?? [] }));
        return;
      }
      case "macro":
      case "test": {
        const name = `${tag === "test" ? "test_" : ""}${read.name() ?? ""}`;
        const parameters = readParameters(read);
        open(tag, ([only]) => ({
          kind: "macro",
          macro: { name, parameters, body: only?.body ?? [] },
        }));
        return;
      }
      case "call": {
        if (read.take("(")) {
          readNames(read);
          read.take(")");
        }
        const expression = read.expression();
        open("call", ([only]) => ({ kind: "call", expression, body: only?.body ?? [] }));
        return;
      }
      case "snapshot":
      case "with":
      case "block":
      case "autoescape":
      case "filter":
      case "materialization":
      case "docs": {
        const isPlain = /^(?:snapshot|block|autoescape)$/.test(tag);
        open(tag, ([only]) => ({ kind: "block", isPlain, source, body: only?.body ?? [] }));
        return;
      }
      default:
        return /^(?:debug|break|continue)$/.test(tag)
          ? undefined
          : `{% ${tag} %} is not understood`;
    }
  }

  function open(tag: string, finish: Frame["finish"], condition?: Expression, source = ""): void {
    stack.push({ tag, finish, branches: [{ condition, source, body: [] }] });
  }

  function close(tag: string): string | undefined {
    const frame = stack.pop();
    if (frame?.tag !== tag) return `{% end${tag} %} closes nothing`;
    const part = frame.finish(frame.branches);
    if (part !== undefined) into().push(part);
  }
}

/** Jinja reads `list if condition` without an else as a choice; of a loop it says which items count. */
function readLoop(expression: Expression): Pick<LoopHead, "over" | "condition"> {
  const isFiltered =
    expression.kind === "choice" &&
    expression.otherwise.kind === "literal" &&
    expression.otherwise.value === null;
  return isFiltered
    ? { over: expression.then, condition: expression.condition }
    : { over: expression, condition: undefined };
}

const comment = /\{#[\s\S]*?#\}/g;
const rawTag = /\{%[-+]?\s*(?:end)?raw\s*[-+]?%\}/g;

function addText(into: Part[], written: string, trim: { start: boolean; end: boolean }): void {
  const plain = written.includes("{") ? written.replace(comment, "").replace(rawTag, "") : written;
  const start = trim.start ? plain.trimStart() : plain;
  const text = trim.end ? start.trimEnd() : start;
  if (text !== "") into.push({ kind: "text", text });
}

function reader(tokens: JinjaBlock["tokens"], start: number): ExpressionReader {
  return new ExpressionReader(tokens, () => 0, start);
}

function readNames(read: ExpressionReader): string[] {
  const names: string[] = [];
  read.take("(");
  for (let name = read.name(); name !== undefined; name = read.name()) {
    const parts = [name];
    while (read.take(".")) parts.push(read.name() ?? "");
    names.push(parts.join("."));
    if (!read.take(",")) break;
  }
  read.take(")");
  return names;
}

function readParameters(read: ExpressionReader): MacroParameter[] {
  const parameters: MacroParameter[] = [];
  read.take("(");
  for (let name = read.name(); name !== undefined; name = read.name()) {
    parameters.push(read.take("=") ? { name, fallback: read.expression() } : { name });
    if (!read.take(",")) break;
  }
  return parameters;
}
