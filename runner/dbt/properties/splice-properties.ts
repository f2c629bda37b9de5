import { isCode } from "./leave-out-code.ts";
import { spliceDocumentation } from "./splice-documentation.ts";
import type { WantedProperties } from "./wanted-properties.ts";

/**
 * Adds to a property file what is missing of a model: its entry, its description, columns with descriptions
 * and types. What people wrote is never replaced. `skipped`: what was left alone, with its reason.
 */
export function spliceProperties(
  text: string,
  { name, description, columns }: WantedProperties,
): { text: string; skipped: readonly string[] } | { refused: string } {
  const texts = columns.flatMap((column) => [column.name, column.description, column.dataType]);
  if ([name, description, ...texts].some((said = "") => isCode(said, { isDescription: false }))) {
    return { refused: "a text holds `{{`, `{%` or `{#`, which dbt would carry out" };
  }
  const wanted = {
    section: "models" as const,
    name,
    ...(description === undefined ? {} : { description }),
    columns: columns.map((column) => ({
      name: column.name,
      ...(column.description === undefined ? {} : { description: column.description }),
      ...(column.dataType === undefined ? {} : { dataType: column.dataType }),
    })),
    relationships: [],
  };
  const edited = spliceDocumentation(text, wanted, { layout: "dbt", ours: () => false });
  return "refused" in edited ? edited : { text: edited.text, skipped: edited.skipped };
}
