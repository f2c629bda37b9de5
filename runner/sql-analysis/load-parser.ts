import { readFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { limitMemory } from "./limit-memory.ts";

export type Parser = Pick<typeof import("@polyglot-sql/sdk"), "parse" | "generate" | "Dialect">;

/**
 * Its functions are huge. Optimised at once, eight at a time, they cost more time than they save in thousands of
 * statements, and hundreds of MB: only what is hot is optimised, one after the other.
 */
const compiling = ["--wasm-num-compilation-tasks=1", "--wasm-tiering-budget=1000000000"];

/** Loads the parser, 23 MB, so that it can never have more memory than this. */
export async function loadParser(maxMemoryMb: number): Promise<Parser> {
  for (const flag of compiling) setFlagsFromString(flag);
  const { default: parser } = await import("@polyglot-sql/sdk/manual");
  const path = new URL(import.meta.resolve("@polyglot-sql/sdk/polyglot_sql.wasm"));
  const bytes = limitMemory(await readFile(path), maxMemoryMb);
  const wasmUrl = URL.createObjectURL(new Blob([bytes], { type: "application/wasm" }));
  try {
    await parser.init({ wasmUrl });
  } finally {
    URL.revokeObjectURL(wasmUrl);
  }
  return parser;
}
