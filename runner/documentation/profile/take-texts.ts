import type { ColumnInfo } from "../../ports.ts";
import { columnFamily } from "../../profile/column-family.ts";
import type { MeasuredColumn } from "../../profile/measured-column.ts";
import { planDetails } from "../../profile/plan-details.ts";
import { groupedTexts, planTexts } from "../../profile/plan-texts.ts";
import { type NumberlessFact, toFacts } from "../../profile/to-facts.ts";
import { type Answered, askMeasures } from "./ask-measures.ts";
import { type Asker, limitsOf, type ProfileWorld } from "./asker.ts";

/**
 * Columns whose texts are not part of the first pass, by an estimate of the rows: of 100,000 equal texts one
 * has to be read.
 */
export function textsForLater(
  world: ProfileWorld,
  columns: readonly ColumnInfo[],
  rows: number | undefined,
): ReadonlySet<string> {
  if (rows === undefined || rows <= limitsOf(world).rowsTogether) return new Set();
  const texts = columns.filter(({ type }) => columnFamily(type) === "text");
  return new Set(texts.map(({ name }) => name));
}

/** Lengths and ends of texts that the first pass has left: from the groups, else from all rows. */
export async function takeTexts(
  { warehouse, signal }: Pick<ProfileWorld, "warehouse" | "signal">,
  asker: Asker,
  about: { subject: string; from: string; at: string },
  measured: readonly MeasuredColumn[],
  later: ReadonlySet<string>,
): Promise<{ byColumn: ReadonlyMap<string, readonly NumberlessFact[]>; notes: readonly string[] }> {
  const { dialect } = warehouse;
  const notes: string[] = [];
  const columns = measured.filter(({ column }) => later.has(column.name));
  const planned = columns.map((one) => {
    const measures = planTexts(one.column, dialect);
    const known = one.grouped === undefined ? undefined : groupedTexts(measures, one.grouped);
    return { ...one, measures, known };
  });
  const take = async (measures: Parameters<typeof askMeasures>[1]) => {
    if (measures.length === 0) return [];
    const taken = await askMeasures(asker, measures, signal);
    notes.push(
      ...(taken.kind === "answered" ? taken.notes : [`texts were not measured: ${taken.reason}`]),
    );
    return taken.kind === "answered" ? taken.answers : [];
  };
  const asked = await take(
    planned.flatMap(({ measures, known }) => (known === undefined ? measures : [])),
  );
  const answersOf = (name: string, from: readonly Answered[]) =>
    from.filter(({ measure }) => measure.column === name);
  const answers = planned.flatMap(({ column, known }) => known ?? answersOf(column.name, asked));
  const details = columns.flatMap(({ column }) => {
    const own = answersOf(column.name, answers);
    const found = (metric: string) => own.find(({ measure }) => measure.metric === metric)?.cell;
    return own.length === 0 ? [] : planDetails(column, found, { dialect, at: about.at });
  });
  const more = [
    ...details.flatMap(({ measure, known }) =>
      known === undefined ? [] : [{ measure, cell: known }],
    ),
    ...(await take(
      details.filter(({ known }) => known === undefined).map(({ measure }) => measure),
    )),
  ];
  const all = [...answers, ...more];
  return {
    byColumn: new Map(
      columns.map(({ column: { name } }) => [
        name,
        answersOf(name, all).flatMap(({ measure, cell }) => toFacts(about, [measure], [cell])),
      ]),
    ),
    notes,
  };
}
