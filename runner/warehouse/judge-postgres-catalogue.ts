import type { SqlVerdict } from "../sql/sql-verdict.ts";
import type { PostgresSession } from "./postgres-session.ts";

/**
 * What a name means is decided by the catalogue: a function of the database's own can hide behind a
 * built-in's name, an operator, or a column (`row.name` calls it), and reading a foreign table makes the
 * server open a connection or a file. What an extension brought is trusted, its owner installed it.
 */
const collisions = `
  with visible as (
    select oid, nspname from pg_namespace
    where nspname = any (current_schemas(false)) and nspname <> 'pg_catalog'
  ), ours as (
    select objid from pg_depend
    where deptype = 'e' and classid in ('pg_proc'::regclass, 'pg_operator'::regclass)
  )
  select 'function ' || nspname || '.' || proname
  from pg_proc p join visible v on v.oid = p.pronamespace
  where p.oid not in (select objid from ours)
    and (proname = any ($1) or (proname = any ($2) and pronargs = 1 and exists (
      select from pg_type t where t.oid = proargtypes[0] and typtype in ('c', 'p'))))
  union all
  select 'operator ' || nspname || '.' || oprname
  from pg_operator o join visible v on v.oid = o.oprnamespace
  where oprname = any ($3) and o.oid not in (select objid from ours)
  union all
  select 'foreign table ' || n.nspname || '.' || c.relname
  from unnest($4::text[], $5::text[]) as wanted (schema, name)
  join pg_class c on c.relname = wanted.name and c.relkind = 'f'
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = wanted.schema or (wanted.schema = '' and pg_table_is_visible(c.oid))
  limit 1`;

/** Why a statement that passed the gate is refused after a look into the catalogue; undefined: it is not. */
export async function judgePostgresCatalogue(
  session: PostgresSession,
  { functions, columns, operators, relations }: SqlVerdict & { kind: "allow" },
): Promise<string | undefined> {
  const schemas = relations.map(({ schema }) => schema ?? "");
  const names = relations.map(({ name }) => name);
  const { rows } = await session.ask(collisions, [functions, columns, operators, schemas, names]);
  const found = rows[0]?.[0];
  if (found === undefined || found === null) return undefined;
  if (found.startsWith("foreign table")) {
    return `${found} is not read: it would make the server open another connection or a file`;
  }
  return `${found} has the name of something this query uses, and could run in its place: qualify every table with its schema, then only built-in functions and operators are used`;
}
