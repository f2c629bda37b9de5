import type { ColumnLineage } from "./column-lineage.ts";

/** Names of the columns that are known to be there, in order. */
export function columnNames(lineage: Extract<ColumnLineage, { kind: "known" }>): readonly string[] {
  const names = lineage.columns.map(({ name }) => name);
  const unclear = [...(lineage.unclear ?? [])].sort((a, b) => a.position - b.position);
  for (const { name, position } of unclear) names.splice(position, 0, name);
  return names;
}
