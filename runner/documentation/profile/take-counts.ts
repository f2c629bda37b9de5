import type { ColumnInfo } from "../../ports.ts";
import type { Measure } from "../../profile/measure.ts";
import { planCounts } from "../../profile/plan-counts.ts";
import { type NumberlessFact, toFacts } from "../../profile/to-facts.ts";
import { askMeasures, type Measured } from "./ask-measures.ts";
import type { Asker, ProfileWorld } from "./asker.ts";

export type Counts =
  | {
      kind: "counted";
      rows: number;
      facts: readonly NumberlessFact[];
      /** Columns that hold values which are not finite. */
      unfinite: ReadonlySet<string>;
      notes: readonly string[];
    }
  | { kind: "refused" | "failed"; reason: string };

const rowCount: Measure = {
  column: undefined,
  metric: "row_count",
  expression: "count(*)",
  method: "exact",
  answer: "number",
};
/** What values that are not finite would spoil. */
const spoiled = new Set(["min", "max", "mean", "stddev"]);

/** The first pass over all columns; a cheaper one where it takes too long. */
export async function takeCounts(
  { warehouse, signal }: ProfileWorld,
  asker: Asker,
  about: { subject: string; from: string; at: string },
  columns: readonly ColumnInfo[],
): Promise<Counts> {
  const request = { dialect: warehouse.dialect, at: about.at };
  const notes: string[] = [];
  const take = (measures: readonly Measure[]) => askMeasures(asker, measures, signal);

  let taken = await take([rowCount, ...planCounts(columns, request)]);
  if (taken.kind !== "answered" && taken.isOverdue) {
    notes.push(`only counts and ranges were measured: ${taken.reason}`);
    taken = await take([rowCount, ...planCounts(columns, { ...request, cheap: true })]);
  }
  if (taken.kind !== "answered" && taken.isOverdue) {
    notes.splice(0, 1, `only the rows were counted: ${taken.reason}`);
    taken = await take([rowCount]);
  }
  if (taken.kind !== "answered") return taken;
  const facts = factsOf(about, taken);
  notes.push(...taken.notes);

  const odd = new Set(
    taken.answers.flatMap(({ measure: { metric, column }, cell }) =>
      /^(?:nan|infinite)_count$/.test(metric) && Number(cell) > 0 ? [column ?? ""] : [],
    ),
  );
  const rows = Number(facts.find(({ metric }) => metric === "row_count")?.value ?? 0);
  const counted = { kind: "counted" as const, rows, unfinite: odd, notes };
  const again = planCounts(
    columns.filter(({ name }) => odd.has(name)),
    { ...request, unfinite: odd },
  ).filter(({ metric }) => spoiled.has(metric));
  if (again.length === 0) return { ...counted, facts };

  const finite = await take(again);
  const isSpoiled = (fact: NumberlessFact) =>
    again.some(({ column, metric }) => isOf(about, fact, column) && fact.metric === metric);
  const better = finite.kind === "answered" ? factsOf(about, finite) : [];
  return { ...counted, facts: [...facts.filter((fact) => !isSpoiled(fact)), ...better] };
}

function isOf(about: { subject: string }, fact: NumberlessFact, column: string | undefined) {
  return fact.subject === `${about.subject}.${column}`;
}

function factsOf(
  about: { subject: string; from: string; at: string },
  { answers }: Measured & { kind: "answered" },
): readonly NumberlessFact[] {
  return toFacts(
    about,
    answers.map(({ measure }) => measure),
    answers.map(({ cell }) => cell),
  );
}
