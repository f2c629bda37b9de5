import type { ColumnInfo } from "../../ports.ts";
import { factValue } from "../../profile/fact-value.ts";
import type { Measure } from "../../profile/measure.ts";
import { planCounts } from "../../profile/plan-counts.ts";
import { planDetails } from "../../profile/plan-details.ts";
import { type NumberlessFact, toFacts } from "../../profile/to-facts.ts";
import { type Answered, askMeasures } from "./ask-measures.ts";
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
/** What values that are not finite spoil. */
const spoiled = new Set(["min", "max", "mean", "stddev"]);

/** The first pass over all columns, and what it makes worth asking; a cheaper one where it takes too long. */
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
  notes.push(...taken.notes);

  const details = columns.flatMap((column) =>
    taken.answers.some(({ measure }) => measure.column === column.name)
      ? planDetails(column, (metric) => cellOf(taken.answers, column.name, metric), request)
      : [],
  );
  const known = details.flatMap(({ measure, known: cell }) =>
    cell === undefined ? [] : [{ measure, cell }],
  );
  const asked = await takeMore(
    take,
    details.filter((detail) => detail.known === undefined).map(({ measure }) => measure),
    notes,
  );
  const unfinite = new Set(
    asked.flatMap(({ measure: { metric, column }, cell }) =>
      /^(?:nan|infinite)_count$/.test(metric) && Number(cell) > 0 ? [column ?? ""] : [],
    ),
  );
  const again = await takeMore(
    take,
    planCounts(
      columns.filter(({ name }) => unfinite.has(name)),
      { ...request, unfinite },
    ).filter(({ metric }) => spoiled.has(metric)),
    notes,
  );
  const isSpoiled = ({ measure: { column, metric } }: Answered) =>
    column !== undefined && unfinite.has(column) && spoiled.has(metric);
  const answers = [
    ...taken.answers.filter((answer) => !isSpoiled(answer)),
    ...known,
    ...asked,
    ...again,
  ];
  const rows = Number(cellOf(taken.answers, undefined, "row_count") ?? 0);
  return { kind: "counted", rows, facts: factsOf(about, answers), unfinite, notes };
}

async function takeMore(
  take: (measures: readonly Measure[]) => ReturnType<typeof askMeasures>,
  measures: readonly Measure[],
  notes: string[],
): Promise<readonly Answered[]> {
  if (measures.length === 0) return [];
  const taken = await take(measures);
  if (taken.kind === "answered") {
    notes.push(...taken.notes);
    return taken.answers;
  }
  const names = [...new Set(measures.map(({ metric }) => metric))].join(", ");
  notes.push(`${names} were not measured: ${taken.reason}`);
  return [];
}

function cellOf(answers: readonly Answered[], column: string | undefined, metric: string) {
  const found = answers.find(
    ({ measure }) => measure.column === column && measure.metric === metric,
  );
  return found === undefined ? undefined : factValue(found.cell, found.measure.answer);
}

function factsOf(
  about: { subject: string; from: string; at: string },
  answers: readonly Answered[],
): readonly NumberlessFact[] {
  return toFacts(
    about,
    answers.map(({ measure }) => measure),
    answers.map(({ cell }) => cell),
  );
}
