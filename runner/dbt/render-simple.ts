import { type JinjaValue, readJinjaCalls } from "./read-jinja-calls.ts";

const functions = new Set(["var", "env_var"]);
const wholeExpression = /^\{\{\s*(?<inside>[^{}]*?)\s*\}\}$/;

/**
 * The text that a setting stands for: itself, or what `{{ var(…) }}`, `{{ env_var(…) }}` with a default,
 * or `{{ target.schema }}` says. undefined: only dbt can tell.
 */
export function renderSimple(
  text: string,
  names: {
    vars: Readonly<Record<string, unknown>>;
    target: { database: string | undefined; schema: string | undefined };
  },
): string | undefined {
  if (!/\{[{%#]/.test(text)) return text;
  const inside = wholeExpression.exec(text.trim())?.groups?.inside;
  if (inside === undefined) return undefined;
  if (inside === "target.schema") return names.target.schema;
  if (inside === "target.database" || inside === "target.dbname") return names.target.database;

  const [call, more] = readJinjaCalls(text, functions);
  if (call === undefined || more !== undefined || !/^\w+\(.*\)$/.test(inside)) return undefined;
  const [name, fallback] = call.args.map(literal);
  if (name === undefined) return undefined;
  const set = call.name === "var" ? names.vars[name] : undefined;
  if (typeof set === "string") return /\{[{%#]/.test(set) ? undefined : set;
  return set === undefined ? fallback : undefined;
}

function literal(value: JinjaValue): string | undefined {
  return value.kind === "literal" && value.value !== null ? String(value.value) : undefined;
}
