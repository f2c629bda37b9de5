import { columnFamily } from "../../profile/column-family.ts";
import { privateClass } from "../../profile/is-private.ts";
import { proseWords } from "../../profile/judge-column.ts";
import type { Measure } from "../../profile/measure.ts";
import type { MeasuredColumn } from "../../profile/measured-column.ts";
import { hasWord, nameWords } from "../../profile/name-words.ts";
import { maxTop } from "../../profile/plan-distribution.ts";
import {
  formMeasure,
  groupedFormQuery,
  longestForm,
  planShapes,
  readShapes,
} from "../../profile/plan-forms.ts";
import { toFacts } from "../../profile/to-facts.ts";
import { type Answered, askMeasures } from "./ask-measures.ts";
import { type Asker, limitsOf, type ProfileWorld } from "./asker.ts";

/** Columns in one statement: each adds some 400 characters. */
const atOnce = 20;
/** Of the non-null values: a form that fewer have is not worth saying. */
const worthSaying = 0.9;

type Forms = Pick<MeasuredColumn, "form" | "more">;

/** What texts look like: guessed from some of them, and counted in all. */
export async function takeForms(
  world: ProfileWorld,
  asker: Asker,
  about: { subject: string; from: string; at: string },
  measured: readonly MeasuredColumn[],
): Promise<{ byColumn: ReadonlyMap<string, Forms>; notes: readonly string[] }> {
  const { warehouse, signal } = world;
  const { dialect } = warehouse;
  const { rowsTogether } = limitsOf(world);
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
    const plain: Measure[] = [];
    const answers: Answered[] = [];
    for (const [index, column] of some.entries()) {
      const form = found[index]?.form;
      if (form === undefined) continue;
      const measure = formMeasure(column, form, dialect);
      if (!isRepetitive(columns[start + index], rowsTogether)) {
        plain.push(measure);
        continue;
      }
      const counted = await asker.ask(groupedFormQuery(asker.from, column, form, dialect));
      if (counted.kind === "rows") answers.push({ measure, cell: counted.rows[0]?.[0] ?? null });
      else plain.push(measure);
    }
    const counted = plain.length === 0 ? undefined : await askMeasures(asker, plain, signal);
    if (counted?.kind === "answered") answers.push(...counted.answers);
    else if (counted !== undefined) {
      notes.push(`the forms of texts were not counted: ${counted.reason}`);
    }
    for (const { measure, cell } of answers) {
      const facts = toFacts(about, [measure], [cell]);
      const isCommon = Number(facts[0]?.value ?? 0) >= worthSaying;
      if (isCommon) byColumn.set(measure.column ?? "", { form: undefined, more: facts });
    }
  }
  return { byColumn, notes };
}

/** Grouping it again is cheaper than looking at each row. */
function isRepetitive(measured: MeasuredColumn | undefined, manyRows: number): boolean {
  const { grouped } = measured ?? {};
  return grouped !== undefined && grouped.rows > manyRows && grouped.distinct * 10 < grouped.rows;
}

/** Short texts with many values; nothing that a name already says to be of a person. */
function isWorthALook(subject: string, { column, counts, grouped }: MeasuredColumn): boolean {
  const family = columnFamily(column.type);
  if (family !== "text" || privateClass(subject, column.name, family) !== undefined) return false;
  const longest = Number(counts.find(({ metric }) => metric === "max_length")?.value ?? 0);
  if (hasWord(nameWords(column.name), proseWords)) return false;
  const isClosed = grouped !== undefined && grouped.distinct <= maxTop && grouped.singletons === 0;
  return longest > 0 && longest <= 4 * longestForm && !isClosed;
}
