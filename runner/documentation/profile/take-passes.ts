import type { ColumnInfo, Relation } from "../../ports.ts";
import { type ColumnPasses, choosePasses, isSmall } from "../../profile/choose-passes.ts";
import { planDistinct, readDistinct, someBlocks } from "../../profile/estimate-distinct.ts";
import { planGrouped } from "../../profile/grouped-measures.ts";
import type { MeasuredColumn } from "../../profile/measured-column.ts";
import { planApproximate } from "../../profile/plan-approximate.ts";
import { type NumberlessFact, toFacts } from "../../profile/to-facts.ts";
import { askMeasures } from "./ask-measures.ts";
import { createAsker, limitsOf, type ProfileWorld } from "./asker.ts";
import type { Source } from "./find-source.ts";
import { takeDistributions } from "./take-distributions.ts";
import { takeSample } from "./take-sample.ts";
import { takeTests } from "./take-tests.ts";

/** Rows that are enough for the quantiles of a table that is not itself too large. */
const fewestSampled = 20_000;
const enoughSampled = 100_000;

interface About {
  subject: string;
  relation: Relation;
  from: string;
  at: string;
  rows: number;
  /** What the first pass found. */
  rangeOf(column: string): { min: unknown; max: unknown };
}

export interface Passes {
  byColumn: ReadonlyMap<
    string,
    Pick<MeasuredColumn, "grouped" | "tested" | "sampled"> & { more: readonly NumberlessFact[] }
  >;
  isSampled: boolean;
  notes: readonly string[];
}

/** What to do with each column, by its engine and by how many rows and values there are. */
export async function planPasses(
  world: ProfileWorld,
  source: Source,
  columns: readonly ColumnInfo[],
  { rows, bytes }: { rows: number; bytes: number | undefined },
): Promise<readonly ColumnPasses[]> {
  const { dialect } = world.warehouse;
  const distinct = await estimateDistinct(world, source, columns, rows);
  return choosePasses({ dialect, columns, rows, bytes, distinct, limits: limitsOf(world) });
}

/** The passes after the first one. Of the columns `later` all that is known comes from them. */
export async function takePasses(
  world: ProfileWorld,
  source: Source,
  about: About,
  passes: readonly ColumnPasses[],
  later: ReadonlySet<string>,
): Promise<Passes> {
  const { asker } = source;
  const { dialect } = world.warehouse;
  const limits = limitsOf(world);
  const { rows, at } = about;
  const wanted = (pass: (one: ColumnPasses) => ColumnPasses["group"]) =>
    passes.flatMap((one) => pass(one) ?? []);
  const sample = wanted((one) => one.sample);
  // A sample of a copy could not be taken again: what is in a copy is small enough to be grouped.
  const canSample = source.canSample && !source.isCopy;

  const group = [...wanted((one) => one.group), ...(canSample ? [] : sample)].map((request) => ({
    ...request,
    measures: later.has(request.column.name)
      ? (groups: string) => planGrouped(request.column, { dialect, at, groups })
      : undefined,
  }));
  const grouped = await takeDistributions(world, asker, group, rows);
  const test = wanted((one) => one.test);
  const tested = await takeTests(world, asker, test, rows, about.rangeOf);
  const few = test.filter(({ column }) => tested.few.has(column.name));
  const regrouped = await takeDistributions(world, asker, few, rows);
  const size =
    rows > limits.exactRows
      ? limits.sampleRows
      : Math.min(limits.sampleRows, enoughSampled, Math.max(fewestSampled, Math.round(rows / 10)));
  const sampled = await takeSample(world, about.relation, canSample ? sample : [], {
    rows: size,
    of: rows,
  });
  const left = passes.filter((one) => one.group === undefined && one.test === undefined);
  const measures = planApproximate(
    left.map(({ column }) => column),
    dialect,
  );
  const told = await askMeasures(asker, measures, world.signal);
  const answers = told.kind === "answered" ? told.answers : [];
  return {
    byColumn: new Map(
      passes.map(({ column: { name } }) => {
        const own = answers.filter(({ measure }) => measure.column === name);
        const more = own.flatMap(({ measure, cell }) => toFacts(about, [measure], [cell]));
        return [
          name,
          {
            grouped: grouped.byColumn.get(name) ?? regrouped.byColumn.get(name),
            tested: tested.byColumn.get(name),
            sampled: sampled.byColumn.get(name),
            more,
          },
        ];
      }),
    ),
    isSampled: sampled.byColumn.size > 0,
    notes: [
      ...grouped.notes,
      ...regrouped.notes,
      ...tested.notes,
      ...sampled.notes,
      ...(told.kind === "answered" ? told.notes : [`nothing was estimated: ${told.reason}`]),
    ],
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
