import { quote } from "../profile/quote.ts";
import type { PlausiblePair } from "./find-pairs.ts";

/**
 * One statement that counts, on every row, what pairs of one child relation have in common. A row for each
 * pair, by its place in the list, with the cells that `foldVerification` reads. The rows of the child are grouped once for each of its columns.
 */
export function writeVerification(pairs: readonly PlausiblePair[]): string {
  const [first] = pairs;
  if (first === undefined) return "";
  const child = quote.relation(first.child.table.relation.relation);
  const columns = [...new Set(pairs.map(({ child: { profile } }) => profile.name))];
  const groups = columns.map(
    (column, at) =>
      `g${at} as (select ${quote.name(column)} as v, count(*) as n from ${child} where ${quote.name(column)} is not null group by 1)`,
  );
  const joins = pairs.map(({ child: { profile }, parent }, at) => {
    const group = `g${columns.indexOf(profile.name)}`;
    const key = quote.name(parent.profile.name);
    const relation = quote.relation(parent.table.relation.relation);
    return (
      `j${at} as (select g.n, (p.${key} is null) as orphan, count(*) as keys ` +
      `from ${group} g left join ${relation} p on p.${key} = g.v group by 1, 2)`
    );
  });
  const ranks = pairs.map(
    (_, at) =>
      `o${at} as (select n, sum(keys) over (order by n) as place, sum(keys) over () as total from j${at} where not orphan)`,
  );
  const answers = pairs.map(({ parent }, at) => {
    const parents = `select count(${quote.name(parent.profile.name)}) from ${quote.relation(parent.table.relation.relation)}`;
    return [
      `select ${at} as pair`,
      `(select count(*) from ${child}) as child_rows`,
      "coalesce(sum(n * keys), 0) as non_null",
      "coalesce(sum(keys), 0) as child_keys",
      "coalesce(sum(n * keys) filter (where orphan), 0) as orphan_rows",
      "coalesce(sum(keys) filter (where orphan), 0) as orphan_keys",
      `(${parents}) as parent_keys`,
      "max(n) as max_children",
      `(select min(n) from o${at} where 2 * place >= total) as p50`,
      `(select min(n) from o${at} where 20 * place >= 19 * total) as p95`,
      `(select max(n) from o${at}) as max from j${at}`,
    ].join(", ");
  });
  return `with ${[...groups, ...joins, ...ranks].join(", ")} ${answers.join(" union all ")} order by 1`;
}
