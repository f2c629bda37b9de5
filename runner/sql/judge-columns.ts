import type { Reading, WholeRow } from "./reading.ts";
import type { SqlAccess } from "./sql-access.ts";
import type { NamedRelation } from "./sql-verdict.ts";

interface DeniedColumn {
  table: string | undefined;
  column: string;
  written: string;
}

/**
 * Why a statement could show a column that an agent may not read; undefined when it cannot. Decided by
 * name, without the catalogue: a view that renames a column needs its own entry in the list.
 */
export function judgeColumns(reading: Reading, { denyColumns }: SqlAccess): string | undefined {
  for (const denied of denyColumns.map(parseDenied)) {
    const relations = reading.relations.filter((relation) => holds(relation, denied));
    if (relations.length === 0) continue;
    const reason =
      judgeNamed(reading, denied, relations) ?? judgeWholeRows(reading, denied, relations);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function parseDenied(written: string): DeniedColumn {
  const parts = written.toLowerCase().split(".");
  return { table: parts.at(-2), column: parts.at(-1) ?? "", written };
}

const systemSchemas = ["information_schema", "pg_catalog"];

function holds({ schema, name }: NamedRelation, { table }: DeniedColumn): boolean {
  if (systemSchemas.includes(schema?.toLowerCase() ?? "")) return false;
  return table === undefined || name.toLowerCase() === table;
}

function judgeNamed(
  { columns, relations: all }: Reading,
  denied: DeniedColumn,
  relations: readonly NamedRelation[],
): string | undefined {
  for (const parts of columns.map((column) => column.map((part) => part.toLowerCase()))) {
    if (parts.includes(denied.column) && !isOfAnother(parts, denied, all)) {
      return `column \`${denied.written}\` is closed to this agent: leave it out of the query, conditions and joins included`;
    }
    const row = relations.find(({ alias }) => alias.toLowerCase() === parts.at(-1));
    if (row !== undefined) {
      return `\`${row.alias}\` as a whole row would show column \`${denied.written}\`, which is closed to this agent: name the columns you need`;
    }
  }
  return undefined;
}

/** `o.email`, where every `o` of the statement is a table that is not meant. */
function isOfAnother(
  [qualifier, column, ...more]: readonly string[],
  denied: DeniedColumn,
  all: readonly NamedRelation[],
): boolean {
  if (column !== denied.column || more.length > 0) return false;
  const meant = all.filter(({ alias }) => alias.toLowerCase() === qualifier);
  return meant.length > 0 && !meant.some((relation) => holds(relation, denied));
}

function judgeWholeRows(
  { wholeRows }: Reading,
  denied: DeniedColumn,
  relations: readonly NamedRelation[],
): string | undefined {
  const found = wholeRows.find(
    (row) => shows(row, denied, relations) && !row.except.includes(denied.column),
  );
  if (found === undefined) return undefined;
  return `\`${found.how}\` would show column \`${denied.written}\`, which is closed to this agent: name the columns you need`;
}

function shows(
  { qualifier, from }: WholeRow,
  denied: DeniedColumn,
  relations: readonly NamedRelation[],
): boolean {
  if (qualifier === undefined) return from.some((relation) => holds(relation, denied));
  return relations.some(({ alias }) => alias.toLowerCase() === qualifier.toLowerCase());
}
