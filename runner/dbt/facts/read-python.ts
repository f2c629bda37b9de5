import { lexExpression } from "../jinja/lex-expression.ts";
import { ExpressionReader } from "../jinja/parse-expression.ts";
import type { Expression, Statement } from "../jinja/program.ts";
import type { TemplateFacts } from "./file-facts.ts";
import { toTemplateFacts } from "./to-template-facts.ts";

const call = /\bdbt\s*\.\s*(ref|source|config)\s*(?=\()/g;
const noise = /("""|''')[\s\S]*?\1|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(#[^\n]*)/g;

/** What a Python model reads: its calls of `dbt.ref`, `dbt.source` and `dbt.config`. */
export function readPython(text: string): TemplateFacts {
  // Comments become spaces, so that places stay; strings are passed over, because a sign may be in one.
  const code = text.replaceAll(noise, (found, _quote, comment?: string) =>
    comment === undefined ? found : " ".repeat(found.length),
  );
  const expressions = [...code.matchAll(call)].flatMap((match): Expression[] => {
    const name = match[1] ?? "";
    const start = match.index + match[0].length;
    const { tokens } = lexExpression(code.slice(0, endOfCall(code, start)), start, "expression");
    const line = code.slice(0, match.index).split("\n").length;
    return new ExpressionReader(
      [{ kind: "name", text: name, at: start }, ...tokens],
      () => line,
    ).rest();
  });
  const statements: Statement[] = expressions.length === 0 ? [] : [{ kind: "print", expressions }];
  return toTemplateFacts(statements);
}

/** Place after the parenthesis that closes the one at `start`; at most 10,000 characters on. */
function endOfCall(code: string, start: number): number {
  const limit = Math.min(code.length, start + 10_000);
  let open = 0;
  for (let at = start; at < limit; at++) {
    const sign = code[at];
    if (sign === "(") open++;
    if (sign === ")" && --open === 0) return at + 1;
  }
  return limit;
}
