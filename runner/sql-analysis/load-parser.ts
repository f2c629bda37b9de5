import { readFile } from "node:fs/promises";
import { limitMemory } from "./limit-memory.ts";

export type Parser = Pick<typeof import("@polyglot-sql/sdk"), "parse" | "generate" | "Dialect">;

/** Loads the parser, 23 MB, so that it can never have more memory than this. */
export async function loadParser(maxMemoryMb: number): Promise<Parser> {
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
