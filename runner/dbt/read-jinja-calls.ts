import { type JinjaToken, lexJinja } from "./jinja/lex-jinja.ts";

/** A value written out in Jinja; `unclear` when it would have to be computed. */
export type JinjaValue =
  | { kind: "literal"; value: string | number | boolean | null }
  | { kind: "list"; items: readonly JinjaValue[] }
  | { kind: "unclear" };

export interface JinjaCall {
  name: string;
  args: readonly JinjaValue[];
  named: ReadonlyMap<string, JinjaValue>;
}

const constants = new Map<string, boolean | null>([
  ["true", true],
  ["True", true],
  ["false", false],
  ["False", false],
  ["none", null],
  ["None", null],
]);
const closers = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/** Every call of the named functions in a text, in order; methods of the same name are not calls. */
export function readJinjaCalls(text: string, names: ReadonlySet<string>): readonly JinjaCall[] {
  return lexJinja(text).blocks.flatMap(({ tokens }) =>
    tokens.flatMap((token, index) => {
      if (token.kind !== "name" || !names.has(token.text)) return [];
      if (!isSign(tokens[index + 1], "(")) return [];
      const isMethod = isSign(tokens[index - 1], ".") && tokens[index - 2]?.text !== "builtins";
      return isMethod ? [] : [readCall(token.text, argumentsFrom(tokens, index + 2))];
    }),
  );
}

function readCall(name: string, parts: readonly (readonly JinjaToken[])[]): JinjaCall {
  const args: JinjaValue[] = [];
  const named = new Map<string, JinjaValue>();
  for (const part of parts) {
    const [first, second, third] = part;
    const isNamed =
      first?.kind === "name" && isSign(second, "=") && third !== undefined && !isSign(third, "=");
    if (isNamed) named.set(first.text, readValue(part.slice(2)));
    else args.push(readValue(part));
  }
  return { name, args, named };
}

/** The tokens of each argument, up to the parenthesis that closes the call. */
function argumentsFrom(tokens: readonly JinjaToken[], start: number): JinjaToken[][] {
  const parts: JinjaToken[][] = [[]];
  const open: string[] = [];
  for (const token of tokens.slice(start)) {
    if (token.kind === "sign") {
      if (open.length === 0 && token.text === ")") break;
      if (open.length === 0 && token.text === ",") {
        parts.push([]);
        continue;
      }
      const closer = closers.get(token.text);
      if (closer !== undefined) open.push(closer);
      if (token.text === open.at(-1)) open.pop();
    }
    parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

function readValue(tokens: readonly JinjaToken[]): JinjaValue {
  const [first] = tokens;
  if (first === undefined) return { kind: "unclear" };
  if (tokens.length === 1) return readLiteral(first);
  if (isSign(first, "[") && isSign(tokens.at(-1), "]")) {
    const inside = [...tokens.slice(1, -1), { kind: "sign" as const, text: ")", at: 0 }];
    return { kind: "list", items: argumentsFrom(inside, 0).map(readValue) };
  }
  return { kind: "unclear" };
}

function readLiteral({ kind, text }: JinjaToken): JinjaValue {
  if (kind === "string") return { kind: "literal", value: text };
  if (kind === "number") return { kind: "literal", value: Number(text) };
  const constant = constants.get(text);
  return constant === undefined ? { kind: "unclear" } : { kind: "literal", value: constant };
}

function isSign(token: JinjaToken | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}
