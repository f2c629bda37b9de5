import { toTokens } from "./sql-tokens.ts";

/** One branch of a CASE that gives a literal. */
export interface CaseBranch {
  /** Undefined: the ELSE. */
  condition: string | undefined;
  value: string;
}

/** The branches of an expression that is one CASE with literals, in order; undefined: it is none. */
export function readCase(expression: string): readonly CaseBranch[] | undefined {
  const text = expression.trim();
  const tokens = toTokens(text);
  if (tokens[0]?.word !== "case" || tokens[1]?.word !== "when" || tokens.at(-1)?.word !== "end") {
    return undefined;
  }
  // A CASE within the CASE: who means which END is not worth telling.
  if (tokens.filter(({ word }) => word === "case").length > 1) return undefined;
  const branches: CaseBranch[] = [];
  const marks = tokens.filter(
    ({ word, depth }) => depth === 0 && /^(?:when|then|else|end)$/.test(word),
  );
  let condition: string | undefined;
  for (const [index, mark] of marks.entries()) {
    const next = marks[index + 1];
    if (next === undefined) break;
    const part = text
      .slice(mark.at + mark.text.length, next.at)
      .replace(/\s+/g, " ")
      .trim();
    if (mark.word === "when") {
      condition = part;
      continue;
    }
    const literal = /^'((?:[^']|'')*)'$/.exec(part)?.[1] ?? /^-?\d+$/.exec(part)?.[0];
    if (literal !== undefined) {
      branches.push({
        condition: mark.word === "else" ? undefined : condition,
        value: literal.replaceAll("''", "'"),
      });
    }
  }
  return branches.length === 0 ? undefined : branches;
}
