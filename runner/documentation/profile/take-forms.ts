import type { Cell } from "../../ports.ts";
import { columnFamily } from "../../profile/column-family.ts";
import { isClosed } from "../../profile/is-closed.ts";
import { privateClass } from "../../profile/is-private.ts";
import { proseWords } from "../../profile/judge-column.ts";
import { type Looks, lookAtValues } from "../../profile/look-at-values.ts";
import type { Measure } from "../../profile/measure.ts";
import type { MeasuredColumn } from "../../profile/measured-column.ts";
import { hasWord, nameWords } from "../../profile/name-words.ts";
import {
  formMeasure,
  groupedFormQuery,
  longestForm,
  planLook,
  readShapes,
} from "../../profile/plan-forms.ts";
import { toFacts } from "../../profile/to-facts.ts";
import { type Answered, askMeasures } from "./ask-measures.ts";
import { type Asker, limitsOf, type ProfileWorld } from "./asker.ts";

/** Columns in one statement: each adds some 400 characters. */
const atOnce = 20;
/** Of the non-null values: a form that fewer have is not worth saying. */
const worthSaying = 0.9;

type Forms = Pick<MeasuredColumn, "form" | "looks" | "more">;

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
    const told = await asker.ask(planLook(asker.from, some));
    if (told.kind !== "rows") {
      notes.push(`the forms of texts were not looked at: ${told.reason}`);
      break;
    }
    const found = readShapes(some, told.rows);
    for (const [index, column] of some.entries()) {
      byColumn.set(column.name, { form: found[index]?.kind, looks: looksOf(told, index, column) });
    }
    const plain: Measure[] = [];
    const answers: Answered[] = [];
    for (const [index, column] of some.entries()) {
      const form = found[index]?.form;
      const one = columns[start + index];
      if (form === undefined || one === undefined || !mayHaveForm(one)) continue;
      const measure = formMeasure(column, form, dialect);
      if (!isRepetitive(one, rowsTogether)) {
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
      const column = measure.column ?? "";
      if (isCommon) byColumn.set(column, { ...byColumn.get(column), more: facts });
    }
  }
  return { byColumn, notes };
}

/** Grouping it again is cheaper than looking at each row. */
function isRepetitive({ grouped }: MeasuredColumn, manyRows: number): boolean {
  return grouped !== undefined && grouped.rows > manyRows && grouped.distinct * 10 < grouped.rows;
}

/** Texts of which not every value is known already; nothing that a name already says to be of a person. */
function isWorthALook(subject: string, { column, counts, grouped }: MeasuredColumn): boolean {
  const family = columnFamily(column.type);
  if (family !== "text" || privateClass(subject, column.name, family) !== undefined) return false;
  const longest = counts.find(({ metric }) => metric === "max_length")?.value;
  return longest !== null && longest !== 0 && !isClosed(grouped);
}

/** Short texts that are no prose. */
function mayHaveForm({ column, counts }: MeasuredColumn): boolean {
  const longest = Number(counts.find(({ metric }) => metric === "max_length")?.value ?? 0);
  if (hasWord(nameWords(column.name), proseWords)) return false;
  return longest > 0 && longest <= 4 * longestForm;
}

function looksOf(
  { rows }: { rows: readonly (readonly Cell[])[] },
  index: number,
  { name }: { name: string },
): Looks {
  const own = rows.filter(([i]) => Number(i) === index);
  return lookAtValues(
    name,
    own.map(([, value]) => String(value)),
  );
}
