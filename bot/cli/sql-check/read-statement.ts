import { z } from "zod";

const Line = z.object({ sql: z.string() });

type Read = { kind: "sql"; sql: string } | { kind: "mistake"; reason: string };

/** A line as a statement: the text itself, or the member `sql` of a JSON object. No SQL begins with `{`. */
export function readStatement(line: Buffer): Read {
  const text = decode(line);
  if (text === undefined) return { kind: "mistake", reason: "the line is not UTF-8" };
  if (!/^[ \t\r]*\{/.test(text)) return { kind: "sql", sql: text };
  const parsed = Line.safeParse(parse(text));
  if (parsed.success) return { kind: "sql", sql: parsed.data.sql };
  return { kind: "mistake", reason: "the line is no JSON object with a text in `sql`" };
}

function decode(line: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
