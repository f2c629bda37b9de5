import { readJinjaCalls } from "../dbt/read-jinja-calls.ts";

const names = new Set(["ref", "source"]);

/** First cut. */
export function renderLight(
  sql: string,
):
  | { sql: string; nodeOf(schema: string | undefined, name: string): string | undefined }
  | { problem: string } {
  let problem: string | undefined;
  const text = sql
    .replace(/\{#[\s\S]*?#\}/g, " ")
    .replace(/\{%-?\s*if\s+is_incremental\(\)\s*-?%\}[\s\S]*?\{%-?\s*endif\s*-?%\}/g, " ")
    .replace(/\{\{-?\s*config\([\s\S]*?\)\s*-?\}\}/g, " ")
    .replace(/\{\{[\s\S]*?\}\}/g, (found) => {
      const [call] = readJinjaCalls(found, names);
      const words = call?.args.flatMap((arg) =>
        arg.kind === "literal" ? [String(arg.value)] : [],
      );
      const [first, second] = words ?? [];
      if (call?.name === "ref" && first !== undefined) return `"__ref"."${second ?? first}"`;
      if (call?.name === "source" && first !== undefined) return `"__source:${first}"."${second}"`;
      problem ??= `${found} is not understood`;
      return "__unknown";
    });
  if (text.includes("{%")) problem ??= "its Jinja is not understood";
  if (problem !== undefined) return { problem };
  return {
    sql: text,
    nodeOf(schema, name) {
      if (schema === "__ref") return name;
      return schema?.startsWith("__source:") ? `${schema.slice(9)}.${name}` : undefined;
    },
  };
}
