import type { Measure } from "../../profile/measure.ts";
import { planSketch, readSketch } from "../../profile/plan-tests.ts";
import { quote } from "../../profile/quote.ts";
import { askMeasures } from "./ask-measures.ts";
import type { Asker, ProfileWorld } from "./asker.ts";

export interface Tested {
  distinct: number;
  sketch: readonly string[] | undefined;
}

/** Counts the distinct values of columns that have many, one after the other, and takes their sketches. */
export async function takeTests(
  { warehouse, signal }: Pick<ProfileWorld, "warehouse" | "signal">,
  asker: Asker,
  columns: readonly { name: string }[],
): Promise<{ byColumn: ReadonlyMap<string, Tested>; notes: readonly string[] }> {
  const byColumn = new Map<string, Tested>();
  const notes: string[] = [];
  for (const { name } of columns) {
    if (signal.aborted) break;
    const measure: Measure = {
      column: name,
      metric: "distinct_count",
      expression: `count(distinct ${quote.name(name)})`,
      method: "exact",
      answer: "number",
    };
    const counted = await askMeasures(asker, [measure], signal);
    if (counted.kind !== "answered") {
      notes.push(`whether ${name} is unique was not tested: ${counted.reason}`);
      continue;
    }
    notes.push(...counted.notes);
    const [answer] = counted.answers;
    if (answer === undefined) continue;
    const told = await asker.ask(planSketch(asker.from, { name }, warehouse.dialect));
    const sketch = told.kind === "rows" ? readSketch(told.rows) : undefined;
    byColumn.set(name, { distinct: Number(answer.cell), sketch });
  }
  return { byColumn, notes };
}
