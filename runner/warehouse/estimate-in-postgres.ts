import type { Relation, RelationEstimate } from "../ports/warehouse.ts";
import type { PostgresSession } from "./postgres-session.ts";

/** Of a partitioned table: of all its parts. -1 rows: nobody has counted yet. */
const estimateOf = `
  with wanted as (
    select c.oid, c.relkind
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relname = $1 and (n.nspname = $2 or ($2 = '' and pg_table_is_visible(c.oid)))
      and c.relkind in ('r', 'v', 'm', 'f', 'p')
    limit 1
  )
  select w.relkind,
    (select sum(p.reltuples) from pg_class p where p.oid = any (parts) and p.relkind <> 'p'),
    (select min(p.reltuples) from pg_class p where p.oid = any (parts) and p.relkind <> 'p'),
    (select sum(pg_table_size(part)) from unnest(parts) as part)
  from wanted w, lateral (
    select case when w.relkind = 'p' then array(select relid::oid from pg_partition_tree(w.oid))
      else array[w.oid] end as parts
  ) as t`;

/** What the catalogue says of a relation; undefined when there is none. */
export async function estimateInPostgres(
  session: PostgresSession,
  { schema, name }: Relation,
): Promise<RelationEstimate | undefined> {
  const { rows } = await session.ask(estimateOf, [name, schema ?? ""]);
  const [kind, tuples, fewest, bytes] = rows[0] ?? [];
  if (kind === undefined) return undefined;
  if (kind === "v") return { kind: "view", rows: undefined, bytes: undefined };
  return {
    kind: "table",
    rows: tuples === null || Number(fewest) < 0 ? undefined : Number(tuples),
    bytes: kind === "f" || bytes === null ? undefined : Number(bytes),
  };
}
