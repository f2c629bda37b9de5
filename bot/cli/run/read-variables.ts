import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { WrongInput } from "./wrong-input.ts";

/** Values for `{{ context.x }}` from a YAML or JSON file. Throws WrongInput that names file and line. */
export async function readVariables(file: string, cwd: string): Promise<Record<string, unknown>> {
  const text = await readFile(resolve(cwd, file), "utf8").catch((cause) => {
    throw new WrongInput(`${file}: reading the context: ${cause.message}`, { cause });
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw new WrongInput(`${file}:${line}:${col} ${error.message}`);
  }
  const values = z.record(z.string(), z.unknown()).safeParse(document.toJS({ maxAliasCount: 10 }));
  if (values.success) return values.data;
  throw new WrongInput(`${file}:1:1 a map of names to values is expected`);
}
