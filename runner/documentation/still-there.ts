import type { DbtProperties } from "../dbt/dbt-properties.ts";
import { createJudge, type StatementContext } from "../facts/check-statements.ts";
import { markedToPlain } from "../facts/marked-to-plain.ts";
import type { Statement } from "../facts/statement.ts";

/**
 * Sentences of ours in a text that a person has changed since. The text is theirs now, but what they left of
 * it can still be checked: those that hold are kept with their facts, the others are told.
 */
export function stillThere(
  statements: readonly Statement[],
  existing: DbtProperties,
  context: StatementContext,
): {
  hold: readonly Statement[];
  disproved: readonly { column: string | null; reason: string }[];
} {
  const hold: Statement[] = [];
  const disproved: { column: string | null; reason: string }[] = [];
  const judge = createJudge(context);
  for (const statement of statements) {
    const { column } = statement;
    const sentence = markedToPlain(statement.marked);
    const text =
      column === undefined
        ? existing.description
        : existing.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())
            ?.description;
    if (text === undefined || !flat(text).includes(flat(sentence))) continue;
    const reason = judge(statement);
    if (reason === undefined) hold.push(statement);
    else disproved.push({ column: column ?? null, reason: `"${sentence}": ${reason}` });
  }
  return { hold, disproved };
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
