import type { Relation } from "../../ports.ts";
import type { MeasuredColumn } from "../../profile/measured-column.ts";
import type { DistributionRequest } from "../../profile/plan-distribution.ts";
import { quote } from "../../profile/quote.ts";
import { type Sample, sampleClause } from "../../profile/sample-clause.ts";
import { createAsker, type ProfileWorld, timeoutOf } from "./asker.ts";
import { takeDistributions } from "./take-distributions.ts";

/** The same one each time: a sample can then be taken again. */
const seed = 42;

type Sampled = NonNullable<MeasuredColumn["sampled"]>;

/** Groups the columns of a seeded sample, which is taken once. */
export async function takeSample(
  world: ProfileWorld,
  relation: Relation,
  requests: readonly DistributionRequest[],
  size: Pick<Sample, "rows" | "of">,
): Promise<{ byColumn: ReadonlyMap<string, Sampled>; notes: readonly string[] }> {
  const { warehouse, signal } = world;
  if (requests.length === 0) return { byColumn: new Map(), notes: [] };
  const sample = { ...size, seed };
  const from = `${quote.relation(relation)} ${sampleClause(warehouse.dialect, sample)}`;
  const copy = await warehouse.copy(relation, {
    columns: requests.map(({ column }) => column.name),
    sample,
    timeoutMs: timeoutOf(world),
    tag: world.tag,
    signal,
  });
  const asker =
    copy.kind === "copied"
      ? createAsker(world, quote.relation(copy.relation), true)
      : createAsker(world, from, false);
  try {
    const told = await asker.ask(`select count(*) from ${asker.from}`);
    const rows = told.kind === "rows" ? Number(told.rows[0]?.[0] ?? 0) : 0;
    if (told.kind !== "rows") return { byColumn: new Map(), notes: [`no sample: ${told.reason}`] };
    const withSize = requests.map((request) => ({ ...request, sampled: rows }));
    const taken = await takeDistributions(world, asker, withSize, size.of);
    const sampled = [...taken.byColumn].map(
      ([name, distribution]) => [name, { distribution, from, seed, rows }] as const,
    );
    return { byColumn: new Map(sampled), notes: taken.notes };
  } finally {
    if (copy.kind === "copied") await copy.drop();
  }
}
