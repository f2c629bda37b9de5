import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { MeasuredNode } from "./measured-node.ts";

/** Columns that a sentence names. */
const named = 20;

/** Columns about which less is said than there is, and why: closed ones, and those that are not built yet. */
export function whatIsMissing(
  measured: MeasuredNode | undefined,
  lineage: ColumnLineage,
): readonly string[] {
  if (measured === undefined) return [];
  const { denied, columns, profile } = measured;
  const built = new Set([...columns.map(({ name }) => name), ...denied].map(fold));
  const unbuilt =
    profile === undefined || lineage.kind === "unknown"
      ? []
      : lineage.columns.map(({ name }) => name).filter((name) => !built.has(fold(name)));
  return [
    ...(denied.length > 0 ? [`closed, so not measured: ${list(denied)}`] : []),
    ...(unbuilt.length > 0 ? [`not in the warehouse yet, so not measured: ${list(unbuilt)}`] : []),
  ];
}

function fold(name: string): string {
  return name.toLowerCase();
}

function list(names: readonly string[]): string {
  const more = names.length > named ? ` and ${names.length - named} more` : "";
  return `${names.slice(0, named).join(", ")}${more}`;
}
