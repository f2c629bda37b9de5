import { type JudgeSnowflake, openSnowflakeGate } from "../sql/judge-snowflake.ts";
import { loadParser } from "./load-parser.ts";

/** Most memory of the parser, in MB. */
const maxMemoryMb = 512;

/** The gate for Snowflake with a parser for its second opinion, a quarter of a second to load. */
export async function loadSnowflakeGate(): Promise<JudgeSnowflake> {
  const parser = await loadParser(maxMemoryMb);
  return openSnowflakeGate((sql) => {
    try {
      const { success, ast, error } = parser.parse(sql, parser.Dialect.Snowflake);
      if (!success) return { mistake: String(error).split("\n")[0] ?? "" };
      return { statements: Array.isArray(ast) ? ast : [ast] };
    } catch (cause) {
      return { mistake: cause instanceof Error ? cause.message : String(cause) };
    }
  });
}
