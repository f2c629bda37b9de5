import { type ColumnInfo, type Relation, WorldFailure } from "../ports.ts";
import { choosePasses, isSmall } from "../profile/choose-passes.ts";
import { planDistinct, readDistinct, someBlocks } from "../profile/estimate-distinct.ts";
import { foldColumn, type MeasuredColumn } from "../profile/fold-column.ts";
import { freshnessFact } from "../profile/freshness.ts";
import { quote } from "../profile/quote.ts";
import type { RelationProfile } from "../profile/relation-profile.ts";
import type { NumberlessFact } from "../profile/to-facts.ts";
import { askMeasures } from "./profile/ask-measures.ts";
import { createAsker, limitsOf, type ProfileWorld } from "./profile/asker.ts";
import { findSource, type Source } from "./profile/find-source.ts";
import { type Counts, takeCounts } from "./profile/take-counts.ts";
import { takeDistributions } from "./profile/take-distributions.ts";
import { takeForms } from "./profile/take-forms.ts";
import { takeSample } from "./profile/take-sample.ts";
import { takeTests } from "./profile/take-tests.ts";

export type { ProfileWorld } from "./profile/asker.ts";

export interface ProfileAbout {
  /** dbt's name. */
  subject: string;
  relation: Relation;
  columns: readonly ColumnInfo[];
}

export type Profiled =
  | { kind: "profiled"; profile: RelationProfile }
  | { kind: "refused" | "failed"; reason: string };

/** Rows that are enough for the quantiles of a table that is not itself too large. */
const fewestSampled = 20_000;

/**
 * Measures a relation in as few and as cheap statements as its engine and its size allow. What cannot be had
 * is left out and the notes say why; `refused` and `failed` when not even its rows could be counted. Rejects
 * with a WorldFailure that names the relation when the warehouse can no longer be asked.
 */
export async function profileRelation(world: ProfileWorld, about: ProfileAbout): Promise<Profiled> {
  const { warehouse } = world;
  const { relation, columns } = about;
  try {
    const estimate = await warehouse.estimate(relation);
    if (estimate === undefined) return { kind: "failed", reason: "there is no such relation" };
    const found = await findSource(world, relation, columns, estimate.kind);
    if (found.kind !== "source") return found;
    try {
      return await measure(world, about, found.source, estimate.bytes);
    } finally {
      await found.source.drop();
    }
  } catch (cause) {
    if (!(cause instanceof WorldFailure)) throw cause;
    const place = quote.relation(relation).replaceAll('"', "");
    throw new WorldFailure(cause.code, `measuring ${place}: ${cause.message}`, { cause });
  }
}

async function measure(
  world: ProfileWorld,
  { subject, relation, columns }: ProfileAbout,
  source: Source,
  bytes: number | undefined,
): Promise<Profiled> {
  const { asker } = source;
  const { dialect } = world.warehouse;
  const at = world.clock.now().toISOString();
  const from = quote.relation(relation);
  const about = { subject, from, at };

  const counts = await takeCounts(world, asker, about, columns);
  if (counts.kind !== "counted") return counts;
  const { rows } = counts;
  const limits = limitsOf(world);
  const passes = choosePasses({
    ...{ dialect, rows, bytes, limits },
    columns,
    distinct: await estimateDistinct(world, source, columns, rows),
  });
  const [sampleable, others] = [
    passes.filter(({ sample }) => sample !== undefined),
    passes.flatMap(({ group }) => group ?? []),
  ];
  // A sample of a copy could not be taken again: what is in a copy is small enough to be grouped.
  const isSampled = source.canSample && !source.isCopy;
  const requests = [
    ...others,
    ...(isSampled ? [] : sampleable.flatMap(({ sample }) => sample ?? [])),
  ];
  const grouped = await takeDistributions(world, asker, requests, rows);
  const tested = await takeTests(
    world,
    asker,
    passes.filter(({ test }) => test).map(({ column }) => column),
  );
  const isLarge = rows > limits.exactRows;
  const size = isLarge
    ? limits.sampleRows
    : Math.min(limits.sampleRows, Math.max(fewestSampled, Math.round(rows / 10)));
  const sampled = await takeSample(
    world,
    relation,
    isSampled ? sampleable.flatMap(({ sample }) => sample ?? []) : [],
    { rows: size, of: rows },
  );

  const measured = columns.map(
    (column): MeasuredColumn => ({
      column,
      counts: counts.facts.filter((fact) => fact.subject === `${subject}.${column.name}`),
      grouped: grouped.byColumn.get(column.name),
      tested: tested.byColumn.get(column.name),
      sampled: sampled.byColumn.get(column.name),
    }),
  );
  const forms = await takeForms(world, asker, about, measured);
  if (world.signal.aborted) return { kind: "failed", reason: "the run was stopped" };
  const fold = { subject, from, dialect, at, rows };
  const folded = measured.map((one) =>
    foldColumn(fold, { ...one, ...forms.byColumn.get(one.column.name) }),
  );
  return {
    kind: "profiled",
    profile: {
      ...{ subject, relation, at, rows },
      method: sampled.byColumn.size > 0 ? "sample" : "exact",
      columns: folded.map(({ profile }) => profile),
      facts: [
        ...counts.facts.filter((fact) => fact.subject === subject),
        ...freshness(fold, folded, columns, counts),
        ...folded.flatMap(({ facts }) => facts),
      ],
      notes: [
        ...source.notes,
        ...counts.notes,
        ...grouped.notes,
        ...tested.notes,
        ...sampled.notes,
        ...forms.notes,
      ],
    },
  };
}

/** Nothing where everything is grouped anyway, and where blocks cannot be sampled. */
async function estimateDistinct(
  world: ProfileWorld,
  { asker, canSample, isCopy }: Source,
  columns: readonly ColumnInfo[],
  rows: number,
): Promise<ReadonlyMap<string, number>> {
  const { dialect } = world.warehouse;
  if (!canSample || isSmall(dialect, rows, limitsOf(world))) return new Map();
  const some = createAsker(world, someBlocks(asker.from, rows, dialect), isCopy);
  const told = await askMeasures(some, planDistinct(columns), world.signal);
  return told.kind === "answered" ? readDistinct(told.answers, rows) : new Map();
}

/** Of when things happened and were loaded, not of when people were born. */
function freshness(
  about: Parameters<typeof freshnessFact>[0],
  folded: readonly { profile: RelationProfile["columns"][number] }[],
  columns: readonly ColumnInfo[],
  { unfinite }: Counts & { kind: "counted" },
): readonly NumberlessFact[] {
  return folded.flatMap(({ profile: { name, semantics, max } }, index) => {
    const column = columns[index];
    if (column === undefined || !/^(?:event|audit)_time$/.test(semantics)) return [];
    return freshnessFact(about, column, max, unfinite.has(name)) ?? [];
  });
}
