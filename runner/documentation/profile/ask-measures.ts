import type { Cell } from "../../ports.ts";
import type { Measure } from "../../profile/measure.ts";
import { packedQuery, packMeasures } from "../../profile/pack-measures.ts";
import type { Asker, Told } from "./asker.ts";

export type Answered = { measure: Measure; cell: Cell };

export type Measured =
  | { kind: "answered"; answers: readonly Answered[]; notes: readonly string[] }
  | (Told & { kind: "refused" | "failed" });

/**
 * Asks measures in as few statements as possible. One that makes its statement fail is found by asking in
 * halves, and left out with a note; a statement that takes too long, and a refusal, end it all.
 */
export async function askMeasures(
  asker: Asker,
  measures: readonly Measure[],
  signal: AbortSignal,
): Promise<Measured> {
  const answers: Answered[] = [];
  const notes: string[] = [];
  const waiting = packMeasures(asker.from, measures).map(({ measures: pack }) => pack);
  for (let pack = waiting.shift(); pack !== undefined; pack = waiting.shift()) {
    const told = await asker.ask(packedQuery(asker.from, pack).sql);
    if (told.kind === "rows") {
      const [row = []] = told.rows;
      answers.push(...pack.map((measure, index) => ({ measure, cell: row[index] ?? null })));
      continue;
    }
    if (told.kind === "refused" || told.isOverdue || signal.aborted) return told;
    const [only] = pack;
    if (pack.length === 1 && only !== undefined) {
      if (only.column === undefined) return told;
      notes.push(`${only.metric} of ${only.column} was not measured: ${told.reason}`);
      continue;
    }
    waiting.unshift(...halves(pack));
  }
  return { kind: "answered", answers, notes: shorten(notes) };
}

/** Between columns where there are several: most mistakes are of one column. */
function halves(pack: readonly Measure[]): (readonly Measure[])[] {
  const middle = Math.floor(pack.length / 2);
  const at = pack[middle]?.column;
  const first = pack.findIndex(({ column }) => column === at);
  const cut = first > 0 ? first : middle;
  return [pack.slice(0, cut), pack.slice(cut)];
}

/** A column of which nothing could be had is said once. */
function shorten(notes: readonly string[]): string[] {
  const byReason = Map.groupBy(notes, (note) => note.replace(/^\S+ of /, ""));
  return [...byReason].map(([rest, same]) =>
    same.length > 2
      ? `${same.length} measures of ${rest.replace(" was not ", " were not ")}`
      : same.join("; "),
  );
}
