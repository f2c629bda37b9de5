import type { NamedRelation } from "./sql-verdict.ts";

const closedSchemas = /^(private|secrets?|vault|credentials?|confidential|restricted)$/i;
const closedTables =
  /^(secrets?|credentials?|passwords?|api_?keys?|access_?tokens?|private_?keys?)$/i;
const foreign = /^(ft|fdw|foreign|remote|ext|external)_/i;
const view = /^(v|vw|view)_/i;

/**
 * Why a relation is not allowed where there is no catalogue to say what it is, and no agent file to say what is
 * closed: a name that says itself that it is closed, or that something runs when it is read.
 */
export function doubtOf(
  { schema, name }: NamedRelation,
  dialect: "duckdb" | "postgres" | "snowflake",
): string | undefined {
  const written = schema === undefined ? name : `${schema}.${name}`;
  if (closedSchemas.test(schema ?? "") || closedTables.test(name)) {
    return `\`${written}\` is closed by its name where no agent file opens it`;
  }
  if (dialect === "snowflake") return undefined;
  if (foreign.test(name)) {
    return `\`${written}\` is named like a foreign table, which opens a connection or a file; there is no catalogue here to tell`;
  }
  if (!view.test(name)) return undefined;
  return `\`${written}\` is named like a view, which may run a function or read a file; there is no catalogue here to tell`;
}
