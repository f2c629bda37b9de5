import type { RelationName } from "../dbt/find-relations.ts";
import { quote } from "../profile/quote.ts";

/** Two columns in the words of the warehouse. */
export interface ReferenceNames {
  child: { relation: RelationName; column: string };
  parent: { relation: RelationName; column: string };
}

/**
 * A query for each number of a relationship, that gives it alone. The key of the parent is unique, so no
 * join multiplies rows. Shares are one division of two counts: the same double wherever it is computed.
 */
export function writeReferenceQueries({ child, parent }: ReferenceNames) {
  const [from, to] = [quote.relation(child.relation), quote.relation(parent.relation)];
  const [own, key] = [`c.${quote.name(child.column)}`, `p.${quote.name(parent.column)}`];
  const match = `${key} = ${own}`;
  const orphans = `from ${from} c where ${own} is not null and not exists (select 1 from ${to} p where ${match})`;
  const children = `select count(*) as n from ${from} c join ${to} p on ${match} group by ${own}`;
  const ranked =
    `select n, row_number() over (order by n) as place, count(*) over () as total ` +
    `from (${children}) g`;
  return {
    reference_coverage: `select cast(count(${key}) as double precision) / nullif(count(${own}), 0) from ${from} c left join ${to} p on ${match}`,
    orphan_rows: `select count(*) ${orphans}`,
    orphan_keys: `select count(distinct ${own}) ${orphans}`,
    parent_coverage: `select cast(count(distinct ${own}) as double precision) / nullif((select count(${key}) from ${to} p), 0) from ${from} c join ${to} p on ${match}`,
    children_p50: `select min(n) from (${ranked}) r where 2 * place >= total`,
    children_p95: `select min(n) from (${ranked}) r where 20 * place >= 19 * total`,
    children_max: `select max(n) from (${children}) g`,
    cardinality: `select case when max(n) > 1 then 'many-to-one' else 'one-to-one' end from (select count(*) as n from ${from} c where ${own} is not null group by ${own}) g`,
  };
}
