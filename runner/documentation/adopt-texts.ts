import { sha256 } from "#agents-schema/digest.ts";
import { writtenTexts } from "../dbt/properties/wanted-members.ts";
import { checkStatements, type StatementContext } from "../facts/check-statements.ts";
import type { FactFile } from "../facts/fact-file.ts";
import type { Writer } from "../ports/writer.ts";
import { assemble } from "../writing/assemble.ts";
import type { Brief } from "../writing/brief.ts";

const numbers = /\d[\d.,]*/g;
const months =
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b/g;

/**
 * The hashes of texts that are ours: those of the fact file, and those that say exactly what would be written
 * now. Where the fact file is lost, numbers and months may differ: nobody but us writes such a sentence.
 */
export async function adoptTexts(
  writer: Writer,
  brief: Brief,
  previous: FactFile | undefined,
  { context, signal }: { context: StatementContext; signal: AbortSignal },
): Promise<FactFile["written"]> {
  const written = previous?.written ?? {};
  const { existing } = brief;
  const texts = new Map<string, string>([["", existing.description]]);
  for (const { name, description } of existing.columns) texts.set(name.toLowerCase(), description);
  const known = new Set(Object.values(written));
  const strange = [...texts].filter(([, text]) => text !== "" && !known.has(sha256(text.trim())));
  if (strange.length === 0) return written;

  const bare = {
    ...existing,
    description: "",
    columns: existing.columns.map((column) => ({ ...column, description: "" })),
  };
  const { statements } = await writer.write({ ...brief, existing: bare }, [], signal);
  const { ok } = checkStatements(statements, context);
  const wanted = new Map(
    Object.entries(writtenTexts(assemble(ok, { ...brief, existing: bare }))).map(([key, text]) => [
      key.toLowerCase(),
      text,
    ]),
  );
  const adopted = strange.flatMap(([key, text]): [string, string][] => {
    const ours = wanted.get(key);
    if (ours === undefined) return [];
    const isOurs =
      previous === undefined ? bones(text) === bones(ours) : text.trim() === ours.trim();
    return isOurs ? [[key, sha256(text.trim())]] : [];
  });
  return { ...written, ...Object.fromEntries(adopted) };
}

function bones(text: string): string {
  return text.trim().replaceAll(numbers, "#").replaceAll(months, "#");
}
