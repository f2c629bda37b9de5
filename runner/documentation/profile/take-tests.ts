import { hasFew } from "../../profile/choose-passes.ts";
import type { Measure } from "../../profile/measure.ts";
import type { DistributionRequest } from "../../profile/plan-distribution.ts";
import { countDistinct, planSketch, readSketch } from "../../profile/plan-tests.ts";
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
  requests: readonly DistributionRequest[],
  rows: number,
  rangeOf: (column: string) => { min: unknown; max: unknown },
): Promise<{
  byColumn: ReadonlyMap<string, Tested>;
  /** Columns that have few values after all. */
  few: ReadonlySet<string>;
  notes: readonly string[];
}> {
  const byColumn = new Map<string, Tested>();
  const notes: string[] = [];
  const few = new Set<string>();
  for (const {
    column: { name, type },
  } of requests) {
    if (signal.aborted) break;
    const measure: Measure = {
      column: name,
      metric: "distinct_count",
      expression: countDistinct({ name, type }, { ...rangeOf(name), rows }, warehouse.dialect),
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
    const distinct = Number(answer.cell);
    if (hasFew(distinct, rows, warehouse.dialect)) {
      few.add(name);
      byColumn.set(name, { distinct, sketch: undefined });
      continue;
    }
    const told = await asker.ask(planSketch(asker.from, { name, type }, warehouse.dialect));
    const sketch = told.kind === "rows" ? readSketch(told.rows) : undefined;
    byColumn.set(name, { distinct, sketch });
  }
  return { byColumn, few, notes };
}
