import type { RelationEstimate } from "../ports/warehouse.ts";
import { type ColumnInfo, type Relation, WorldFailure } from "../ports.ts";
import { foldColumn } from "../profile/fold-column.ts";
import { freshnessFact } from "../profile/freshness.ts";
import { readGrouped } from "../profile/grouped-measures.ts";
import type { MeasuredColumn } from "../profile/measured-column.ts";
import { quote } from "../profile/quote.ts";
import type { ColumnProfile, RelationProfile } from "../profile/relation-profile.ts";
import { type NumberlessFact, toFacts } from "../profile/to-facts.ts";
import { limitsOf, type ProfileWorld } from "./profile/asker.ts";
import { findSource, type Source } from "./profile/find-source.ts";
import { takeCounts } from "./profile/take-counts.ts";
import { takeForms } from "./profile/take-forms.ts";
import { planPasses, takePasses } from "./profile/take-passes.ts";

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
      const measured = await measure(
        world,
        { ...about, columns: asMeasured(columns) },
        found.source,
        estimate,
      );
      return withTypesOf(columns, measured);
    } finally {
      await found.source.drop();
    }
  } catch (cause) {
    if (!(cause instanceof WorldFailure)) throw cause;
    const place = quote.relation(relation).replaceAll('"', "");
    throw new WorldFailure(cause.code, `measuring ${place}: ${cause.message}`, { cause });
  }
}

/** A type of the database's own is measured as what it is made of, and named as it is called. */
function asMeasured(columns: readonly ColumnInfo[]): readonly ColumnInfo[] {
  return columns.map(({ name, type, measuredAs = type }) => ({ name, type: measuredAs }));
}

function withTypesOf(columns: readonly ColumnInfo[], measured: Profiled): Profiled {
  if (measured.kind !== "profiled") return measured;
  const own = new Map(
    columns.flatMap(({ name, type, measuredAs }) =>
      measuredAs === undefined ? [] : [[name, type]],
    ),
  );
  const profiles = measured.profile.columns.map((one) => ({
    ...one,
    type: own.get(one.name) ?? one.type,
  }));
  return { kind: "profiled", profile: { ...measured.profile, columns: profiles } };
}

async function measure(
  world: ProfileWorld,
  { subject, relation, columns }: ProfileAbout,
  source: Source,
  estimate: RelationEstimate,
): Promise<Profiled> {
  const { dialect } = world.warehouse;
  const at = world.clock.now().toISOString();
  const from = quote.relation(relation);

  // Of a large table the columns with few values are grouped first: that tells all that counting would.
  const roughly = source.rows ?? estimate.rows ?? 0;
  const early =
    roughly > limitsOf(world).rowsTogether && source.canSample
      ? await planPasses(world, source, columns, { rows: roughly, bytes: estimate.bytes })
      : undefined;
  const later = new Set(
    early?.flatMap(({ column, group }) => (group === undefined ? [] : [column.name])),
  );
  const first = await takeCounts(
    world,
    source.asker,
    { subject, from, at },
    columns.filter(({ name }) => !later.has(name)),
  );
  if (first.kind !== "counted") return first;
  const { rows } = first;
  const about = { subject, relation, from, at, rows, dialect };
  const rangeOf = (column: string) => {
    const of = (metric: string) =>
      first.facts.find((one) => one.subject === `${subject}.${column}` && one.metric === metric);
    return { min: of("min")?.value, max: of("max")?.value };
  };
  const plan = early ?? (await planPasses(world, source, columns, { rows, bytes: estimate.bytes }));
  const passes = await takePasses(world, source, { ...about, rangeOf }, plan, later);
  const left = columns.filter(
    ({ name }) => later.has(name) && passes.byColumn.get(name)?.grouped === undefined,
  );
  const second = left.length === 0 ? undefined : await takeCounts(world, source.asker, about, left);
  if (second !== undefined && second.kind !== "counted") return second;

  const counts = [...first.facts, ...(second?.facts.slice(1) ?? [])];
  const measured = columns.map((column): MeasuredColumn => {
    const more = passes.byColumn.get(column.name);
    const told = more?.grouped === undefined ? [] : readGrouped(column, more.grouped, about);
    return {
      column,
      counts: [
        ...counts.filter((fact) => fact.subject === `${subject}.${column.name}`),
        ...told.flatMap(({ measure: one, cell }) => toFacts(about, [one], [cell])),
      ],
      ...more,
    };
  });
  const forms = await takeForms(world, source.asker, about, measured);
  if (world.signal.aborted) return { kind: "failed", reason: "the run was stopped" };

  const folded = measured.map((one) => {
    const { form, looks, more = [] } = forms.byColumn.get(one.column.name) ?? {};
    return foldColumn(about, { ...one, form, looks, more: [...(one.more ?? []), ...more] });
  });
  const ages = folded.flatMap(
    ({ profile }) => ageOf(about, profile, hasEndless(measured, profile.name)) ?? [],
  );
  return {
    kind: "profiled",
    profile: {
      ...{ subject, relation, at, rows },
      method: passes.isSampled ? "sample" : "exact",
      columns: folded.map(({ profile }) => profile),
      facts: [
        ...counts.filter((fact) => fact.subject === subject),
        ...ages,
        ...folded.flatMap(({ facts }) => facts),
      ],
      notes: [
        ...source.notes,
        ...first.notes,
        ...passes.notes,
        ...(second?.notes ?? []),
        ...forms.notes,
      ],
    },
  };
}

/** Of when things happened and were loaded, not of when people were born. */
function ageOf(
  about: Parameters<typeof freshnessFact>[0],
  { name, type, semantics, max }: ColumnProfile,
  isFiltered: boolean,
): NumberlessFact | undefined {
  if (semantics !== "event_time" && semantics !== "audit_time") return undefined;
  return freshnessFact(about, { name, type }, max, isFiltered);
}

function hasEndless(measured: readonly MeasuredColumn[], name: string): boolean {
  const counts = measured.find(({ column }) => column.name === name)?.counts ?? [];
  return counts.some(({ metric }) => metric === "infinite_count");
}
