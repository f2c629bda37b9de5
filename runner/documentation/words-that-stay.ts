import { sha256 } from "#agents-schema/digest.ts";
import type { FactFile } from "../facts/fact-file.ts";
import type { Statement } from "../facts/statement.ts";
import type { Brief } from "../writing/brief.ts";

/**
 * The statements of the last time, when a language model wrote them and its subject is still the same: same
 * SQL, no column that is not described yet. Then a second documentation pays only for what has drifted.
 * undefined: it has to be written anew.
 */
export function wordsThatStay(
  { sql, profile, existing }: Brief,
  previous: FactFile | undefined,
): readonly Statement[] | undefined {
  if (previous === undefined || profile === undefined) return undefined;
  const { statements } = previous;
  if (!statements.some(({ by }) => by === "model")) return undefined;
  if (previous.sql !== (sql === undefined ? undefined : sha256(sql))) return undefined;
  const described = new Set([
    ...statements.flatMap(({ column }) => column?.toLowerCase() ?? []),
    ...existing.columns
      .filter(({ description }) => description !== "")
      .map(({ name }) => name.toLowerCase()),
  ]);
  return profile.columns.every(({ name }) => described.has(name.toLowerCase()))
    ? statements
    : undefined;
}
