import type { Reading } from "./reading.ts";
import type { SqlAccess, SqlHome } from "./sql-access.ts";
import type { NamedRelation } from "./sql-verdict.ts";

/** Why an agent may not read the tables of a statement; undefined when it may. */
export function judgeSchemas(
  { relations }: Reading,
  access: SqlAccess,
  home: SqlHome,
): string | undefined {
  for (const relation of relations) {
    const reason = judgeRelation(relation, access, home);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function judgeRelation(
  relation: NamedRelation,
  { allowSchemas, denySchemas }: SqlAccess,
  home: SqlHome,
): string | undefined {
  const { database, name } = relation;
  const isKnown = database !== undefined && home.isUnknown !== true;
  if (isKnown && lower(database) !== lower(home.database ?? "")) {
    return `\`${database}.${relation.schema}.${name}\` is in another database: only ${home.database ?? "the connected one"} can be read`;
  }
  if (allowSchemas.length === 0 && denySchemas.length === 0) return undefined;

  for (const schema of schemasOf(relation, home)) {
    if (schema === undefined) {
      return `\`${name}\` has no schema, and this agent may not read every schema: write \`schema.${name}\` (${mayRead(allowSchemas, denySchemas)})`;
    }
    const isDenied = denySchemas.some((denied) => lower(denied) === lower(schema));
    if (isDenied || !isAllowed(schema, allowSchemas, home)) {
      return `schema \`${schema}\` is closed to this agent (${mayRead(allowSchemas, denySchemas)})`;
    }
  }
  return undefined;
}

/** In DuckDB `shop.orders` is schema `shop`, or the main schema of the database `shop`: both must be open. */
function schemasOf({ database, schema }: NamedRelation, home: SqlHome): (string | undefined)[] {
  if (schema === undefined) return [home.schema];
  const isDatabase = database === undefined && lower(schema) === lower(home.database ?? "");
  return isDatabase && home.schema !== undefined ? [schema, home.schema] : [schema];
}

function isAllowed(schema: string, allowed: readonly string[], { foldsCase }: SqlHome): boolean {
  if (allowed.length === 0) return true;
  return allowed.some((one) => one === schema || (foldsCase && lower(one) === lower(schema)));
}

function mayRead(allowed: readonly string[], denied: readonly string[]): string {
  if (allowed.length > 0) return `it may read ${allowed.join(", ")}`;
  return `it may not read ${denied.join(", ")}`;
}

function lower(text: string): string {
  return text.toLowerCase();
}
