import { z } from "zod";
import { Fact } from "#agents-schema/fact.ts";
import type { FactFile } from "./fact-file.ts";
import { parts } from "./statement.ts";

/** Characters of one fact file: that of 1,000 columns stays below a quarter of it. */
const maxCharacters = 32_000_000;

const Written = z.object({
  version: z.literal(1),
  subject: z.string().min(1),
  relation: z.string(),
  path: z.string(),
  sql: z.string().optional(),
  at: z.string().optional(),
  facts: z.array(Fact.extend({ id: z.string().regex(/^F\d+$/), at: z.string().optional() })),
  statements: z.array(
    z.object({
      part: z.enum(parts),
      column: z.string().optional(),
      about: z.string().optional(),
      marked: z.string(),
      by: z.string(),
    }),
  ),
  written: z.record(z.string(), z.string()),
});

/** Reads what `writeFactFile` wrote; anything else is a problem that says what is wrong with it. */
export function readFactFile(text: string): FactFile | { problem: string } {
  if (text.length > maxCharacters)
    return { problem: `it is larger than ${maxCharacters} characters` };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const hint = /^(?:<{7}|={7}|>{7})/m.test(text) ? "; it holds a merge conflict" : "";
    return { problem: `it is no JSON: ${cause instanceof Error ? cause.message : cause}${hint}` };
  }
  const parsed = Written.safeParse(json);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return { problem: `${first?.path.join(".") || "it"}: ${first?.message}` };
  }
  const { subject, relation, path, sql, at, statements, written } = parsed.data;
  if (!isInside(path))
    return { problem: `path: ${JSON.stringify(path)} is not inside the project` };
  const facts: Fact[] = [];
  const seen = new Set<string>();
  for (const fact of parsed.data.facts) {
    if (seen.has(fact.id)) return { problem: `two facts are called ${fact.id}` };
    seen.add(fact.id);
    const time = fact.at ?? at;
    if (time === undefined) return { problem: `fact ${fact.id} has no time` };
    facts.push({ ...fact, at: time });
  }
  return {
    subject,
    relation,
    path,
    ...(sql === undefined ? {} : { sql }),
    facts,
    statements,
    written,
  };
}

/** Of a file in the project, from its root: the path comes from a file that anybody may propose. */
function isInside(path: string): boolean {
  if (/^[/~]|^[a-z]:|[\\\0]/i.test(path)) return false;
  return !path.split("/").includes("..");
}
