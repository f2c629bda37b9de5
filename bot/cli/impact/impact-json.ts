import type { Impact } from "#runner/lineage/impact-of.ts";

/** The answer of `buster impact --json`. */
export function impactJson(
  impact: Impact,
  { baseSha, headSha }: { baseSha: string; headSha: string | undefined },
): object {
  return {
    base: baseSha,
    head: headSha ?? null,
    changed: impact.changed.map(({ id, columns: { rows, unclear, ...columns }, ...change }) => ({
      name: id,
      ...change,
      columns,
      rows,
      unclear: unclear ?? null,
    })),
    downstream: impact.downstream.map(({ id, ...reach }) => ({ name: id, ...reach })),
    untouched: impact.untouched,
    columns: impact.columns.map(({ node, column, change, to, users }) => ({
      column: `${node}.${column}`,
      change,
      to: to ?? null,
      users: users.map((user) => ({
        name: user.node,
        column: user.column ?? null,
        use: user.use ?? null,
        distance: user.distance,
      })),
    })),
    tests: impact.tests.map(({ node, column, test }) => ({ node, column: column ?? null, test })),
    unclear: impact.unclear.map(({ id, reason }) => ({ name: id, reason })),
  };
}
