import { plainStatement } from "./plain-statement.ts";

/*
 * What dbt's Postgres adapter asks of pg_catalog, which the gate keeps closed, asked of information_schema, which shows
 * a role only what it may use. The new statement passes the gate like any other, so to be mistaken does no harm.
 */

const tables = "information_schema.tables";

const questions: readonly (readonly [asked: RegExp, reworded: (schema: string) => string])[] = [
  [
    // Which views use which tables, to forget them together when one is replaced: nothing is replaced here.
    /^select distinct dependent_namespace\.nspname as dependent_schema, .* from pg_class as dependent_class /,
    () =>
      `select table_schema as dependent_schema, table_name as dependent_name, table_schema as referenced_schema, table_name as referenced_name from ${tables} where false`,
  ],
  [
    /^select distinct nspname from pg_namespace$/,
    () => `select distinct table_schema as nspname from ${tables}`,
  ],
  [
    /^select count\(\*\) from pg_namespace where nspname = '([^']*)'$/,
    (schema) =>
      `select count(distinct table_schema) from ${tables} where table_schema = '${schema}'`,
  ],
  [
    /^select '[^']*' as database, tablename as name, .* from pg_tables where schemaname ilike '([^']*)' union all /,
    (schema) =>
      `select table_catalog as database, table_name as name, table_schema as schema, case table_type when 'VIEW' then 'view' else 'table' end as type from ${tables} where lower(table_schema) = lower('${schema}')`,
  ],
];

/** The statement to ask instead; the same one where it is none of dbt's about the catalogue. */
export function rewordDbtQuestion(sql: string): string {
  const plain = plainStatement(sql).replace(/\s+/g, " ");
  for (const [asked, reworded] of questions) {
    const found = asked.exec(plain);
    if (found !== null) return reworded(found[1] ?? "");
  }
  return sql;
}
