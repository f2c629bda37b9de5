import type { MeasuredRelation } from "#runner/keys/measured-relation.ts";
import type { ColumnProfile } from "#runner/profile/relation-profile.ts";

/** An integer column whose values are 1 to `distinct`, unless told otherwise. */
export function aColumn(
  name: string,
  rows: number,
  more: Partial<ColumnProfile> = {},
): ColumnProfile {
  const distinct = more.distinct ?? rows;
  return {
    name,
    type: "integer",
    family: "number",
    semantics: "other",
    nonNull: rows,
    distinct,
    isUnique: distinct === rows,
    min: 1,
    max: distinct,
    meanLength: undefined,
    sketch: undefined,
    ...more,
  };
}

export function aRelation(
  subject: string,
  rows: number,
  columns: readonly (string | ColumnProfile)[],
): MeasuredRelation {
  return {
    subject,
    relation: { schema: "main", name: subject.split(".").at(-1) ?? subject },
    rows,
    columns: columns.map((column) => (typeof column === "string" ? aColumn(column, rows) : column)),
  };
}
