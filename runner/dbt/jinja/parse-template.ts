import type { JinjaBlock } from "./jinja-token.ts";
import { lexJinja } from "./lex-jinja.ts";
import { ExpressionReader } from "./parse-expression.ts";
import type { Expression, MacroParameter, MacroProgram, Program, Statement } from "./program.ts";

/** Where statements are collected until the tag that closes it. */
interface Open {
  closes: string;
  statements: Statement[];
  /** Makes of the collected what stands in the program. */
  finish(statements: readonly Statement[], end: number): void;
}

/** Blocks within blocks; what is deeper counts to the one around it. */
const maxDepth = 100;
const noEnd = /^(?:include|import|from|extends|break|continue|debug)$/;

/** Reads a template's Jinja. Never throws: what cannot be understood is passed over, what is not closed is named. */
export function parseTemplate(text: string): Program {
  const { blocks, unclosed } = lexJinja(text);
  const lineAt = countLines(text);
  const macros: MacroProgram[] = [];
  const snapshots: { name: string; statements: readonly Statement[]; line: number }[] = [];
  const docs: { name: string; start: number; end: number }[] = [];
  const top: Open = { closes: "", statements: [], finish: () => undefined };
  const stack: Open[] = [top];
  let problem: Program["problem"];

  const into = () => stack.at(-1)?.statements ?? top.statements;
  const open = (closes: string, finish: Open["finish"]) => {
    if (stack.length < maxDepth) stack.push({ closes, statements: [], finish });
  };
  const close = (tag: string, end: number) => {
    const at = stack.findLastIndex(({ closes }) => closes === tag);
    // An end without a beginning says nothing.
    if (at > 0) finishFrom(at, end);
  };
  const finishFrom = (at: number, end: number) => {
    for (const { statements, finish } of stack.splice(at).reverse()) finish(statements, end);
  };
  const print = (expressions: readonly Expression[]) => {
    if (expressions.some(mayMatter)) into().push({ kind: "print", expressions });
  };
  const branch = () => {
    open("endif", (body) => body.length > 0 && into().push({ kind: "branch", body }));
  };

  const statement = (block: JinjaBlock) => {
    const tag = block.tokens[0]?.text ?? "";
    const reader = new ExpressionReader(block.tokens, lineAt, 1);
    if (tag.startsWith("end")) return close(tag, block.at);
    if (tag === "if") {
      print(reader.rest());
      return branch();
    }
    if (tag === "elif" || tag === "else") {
      const isOfIf = stack.at(-1)?.closes === "endif";
      if (isOfIf) close("endif", block.at);
      print(reader.rest());
      return isOfIf ? branch() : undefined;
    }
    if (tag === "for") {
      const names = readNames(reader);
      const over = reader.take("in") ? reader.expression() : nothing;
      return open("endfor", (body) => into().push({ kind: "for", names, over, body }));
    }
    if (tag === "set") {
      const names = readNames(reader);
      if (reader.take("=")) {
        const [first = nothing, ...more] = reader.rest();
        const value: Expression =
          more.length > 0 ? { kind: "list", items: [first, ...more] } : first;
        return into().push({ kind: "set", names, value });
      }
      return open("endset", (body) => {
        into().push(...body, { kind: "set", names, value: undefined });
      });
    }
    if (tag === "macro" || tag === "test" || tag === "materialization") {
      const name = `${tag === "test" ? "test_" : ""}${reader.name() ?? ""}`;
      const parameters = tag === "materialization" ? [] : readParameters(reader);
      const place = { line: lineAt(block.at), start: block.end };
      return open(`end${tag}`, (statements, end) =>
        macros.push({ name, parameters, statements, ...place, end }),
      );
    }
    if (tag === "snapshot") {
      const name = reader.name() ?? "";
      const line = lineAt(block.at);
      return open("endsnapshot", (statements) => snapshots.push({ name, statements, line }));
    }
    if (tag === "docs") {
      const name = reader.name() ?? "";
      return open("enddocs", (_, end) => docs.push({ name, start: block.end, end }));
    }
    if (tag === "do") return print(reader.rest());
    if (noEnd.test(tag)) return;
    // `call`, `filter`, `autoescape`, `block`, `with`: what is within is done somehow.
    if (tag === "call") reader.take("(") && skipCallParameters(reader);
    print(reader.rest());
    if (/^(?:call|filter|autoescape|block|with)$/.test(tag)) {
      open(`end${tag}`, (body) => into().push({ kind: "branch", body }));
    }
  };

  for (const block of blocks) {
    if (block.kind === "statement") statement(block);
    else print(expressionsOf(block, lineAt));
  }
  if (unclosed !== undefined) {
    problem = { line: countLines(text)(unclosed.at), message: `${unclosed.what} is not closed` };
  } else if (stack.length > 1) {
    problem = { line: lineAt(text.length), message: `${stack.at(-1)?.closes} is missing` };
  }
  finishFrom(1, text.length);
  return { statements: top.statements, macros, snapshots, docs, problem };
}

function expressionsOf(block: JinjaBlock, lineAt: (at: number) => number): readonly Expression[] {
  const { known, tokens } = block;
  if (known === undefined) return new ExpressionReader(tokens, lineAt).rest();
  known.expressions ??= new ExpressionReader(tokens, lineAt).rest();
  return known.expressions;
}

const nothing: Expression = { kind: "operation", sign: "?", parts: [] };

function readNames(reader: ExpressionReader): string[] {
  const names: string[] = [];
  reader.take("(");
  for (let name = reader.name(); name !== undefined; name = reader.name()) {
    // `ns.count` is a part of something.
    const parts = [name];
    while (reader.take(".")) parts.push(reader.name() ?? "");
    names.push(parts.join("."));
    if (!reader.take(",")) break;
  }
  reader.take(")");
  return names;
}

function readParameters(reader: ExpressionReader): MacroParameter[] {
  const parameters: MacroParameter[] = [];
  reader.take("(");
  for (let name = reader.name(); name !== undefined; name = reader.name()) {
    parameters.push(reader.take("=") ? { name, fallback: reader.expression() } : { name });
    if (!reader.take(",")) break;
  }
  return parameters;
}

/** `{% call(row) f() %}`: the names that the block is given. */
function skipCallParameters(reader: ExpressionReader): void {
  readNames(reader);
  reader.take(")");
}

/** May printing it read anything? Only a call can. */
function mayMatter(expression: Expression): boolean {
  switch (expression.kind) {
    case "call":
      return true;
    case "literal":
    case "name":
      return false;
    case "list":
      return expression.items.some(mayMatter);
    case "dict":
      return expression.entries.some(([key, value]) => mayMatter(key) || mayMatter(value));
    case "member":
      return mayMatter(expression.of) || mayMatter(expression.key);
    case "filter":
      return mayMatter(expression.of) || expression.args.some(mayMatter);
    case "operation":
      return expression.parts.some(mayMatter);
    case "choice":
      return [expression.condition, expression.then, expression.otherwise].some(mayMatter);
  }
}

/** Answers the line of a place in the text, from 1. Places are asked from the first to the last. */
function countLines(text: string): (at: number) => number {
  let line = 1;
  let counted = 0;
  return (at) => {
    for (let next = text.indexOf("\n", counted); next >= 0 && next < at; ) {
      line++;
      counted = next + 1;
      next = text.indexOf("\n", counted);
    }
    return line;
  };
}
