import { columnFamily } from "../../profile/column-family.ts";
import type { MeasuredColumn } from "../../profile/fold-column.ts";
import { privateClass } from "../../profile/is-private.ts";
import { maxTop } from "../../profile/plan-distribution.ts";
import { formMeasure, longestForm, planShapes, readShapes } from "../../profile/plan-forms.ts";
import { toFacts } from "../../profile/to-facts.ts";
import { askMeasures } from "./ask-measures.ts";
import type { Asker, ProfileWorld } from "./asker.ts";

/** Columns in one statement: each adds some 400 characters. */
const atOnce = 20;
/** Of the non-null values: a form that fewer have is not worth saying. */
const worthSaying = 0.9;

type Forms = Pick<MeasuredColumn, "form" | "more">;

/** What texts look like: guessed from some of them, and counted in all. */
export async function takeForms(
  { warehouse, signal }: Pick<ProfileWorld, "warehouse" | "signal">,
  asker: Asker,
  about: { subject: string; from: string; at: string },
  measured: readonly MeasuredColumn[],
): Promise<{ byColumn: ReadonlyMap<string, Forms>; notes: readonly string[] }> {
  const { dialect } = warehouse;
  const byColumn = new Map<string, Forms>();
  const notes: string[] = [];
  const columns = measured.filter((one) => isWorthALook(about.subject, one));
  for (let start = 0; start < columns.length && !signal.aborted; start += atOnce) {
    const some = columns.slice(start, start + atOnce).map(({ column }) => column);
    const told = await asker.ask(planShapes(asker.from, some, dialect));
    if (told.kind !== "rows") {
      notes.push(`the forms of texts were not looked at: ${told.reason}`);
      break;
    }
    const found = readShapes(some, told.rows);
    for (const [index, { name }] of some.entries())
      byColumn.set(name, { form: found[index]?.kind });
    const guessed = some.flatMap((column, index) => {
      const form = found[index]?.form;
      return form === undefined ? [] : [formMeasure(column, form, dialect)];
    });
    if (guessed.length === 0) continue;
    const counted = await askMeasures(asker, guessed, signal);
    if (counted.kind !== "answered") {
      notes.push(`the forms of texts were not counted: ${counted.reason}`);
      continue;
    }
    for (const { measure, cell } of counted.answers) {
      const facts = toFacts(about, [measure], [cell]);
      const isCommon = Number(facts[0]?.value ?? 0) >= worthSaying;
      if (isCommon) byColumn.set(measure.column ?? "", { form: undefined, more: facts });
    }
  }
  return { byColumn, notes };
}

/** Short texts with many values; nothing that a name already says to be of a person. */
function isWorthALook(subject: string, { column, counts, grouped }: MeasuredColumn): boolean {
  const family = columnFamily(column.type);
  if (family !== "text" || privateClass(subject, column.name, family) !== undefined) return false;
  const longest = Number(counts.find(({ metric }) => metric === "max_length")?.value ?? 0);
  const isClosed = grouped !== undefined && grouped.distinct <= maxTop && grouped.singletons === 0;
  return longest > 0 && longest <= 4 * longestForm && !isClosed;
}
