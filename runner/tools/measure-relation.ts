import type { Fact } from "#agents-schema/fact.ts";
import type { ColumnInfo, Relation, Warehouse } from "../ports.ts";
import type { Measure } from "../profile/measure.ts";
import { packMeasures } from "../profile/pack-measures.ts";
import { planMeasures, type Thoroughness } from "../profile/plan-measures.ts";
import { planTopValues, topValueFacts } from "../profile/plan-top-values.ts";
import { quote } from "../profile/quote.ts";
import { type NumberlessFact, toFacts } from "../profile/to-facts.ts";
import { askWarehouse } from "./ask-warehouse.ts";
import type { ToolWorld } from "./tool.ts";

/** Up to this many rows, distinct values and quantiles are counted, not estimated. */
const exactRows = 5_000_000;

const rowCount: Measure = {
  column: undefined,
  metric: "row_count",
  expression: "count(*)",
  method: "exact",
  answer: "number",
};

type Measured =
  | { kind: "measured"; facts: readonly Fact[]; notes: readonly string[] }
  | { kind: "refused" | "failed"; reason: string };

/**
 * Measures a relation in as few queries as possible and journals what they answer. When the full
 * pass cannot be had, in time or at all, a cheap one is tried and the answer says so.
 */
export async function measureRelation(
  world: ToolWorld & { warehouse: Warehouse },
  about: { subject: string; relation: Relation; columns: readonly ColumnInfo[] },
): Promise<Measured> {
  const at = world.clock.now().toISOString();
  const facts: NumberlessFact[] = [];
  const notes: string[] = [];

  const counted = await pass(world, { ...about, at }, [rowCount]);
  if (counted.kind !== "facts") return counted;
  facts.push(...counted.facts);
  const rows = Number(counted.facts[0]?.value ?? 0);

  const thoroughness: Thoroughness = rows <= exactRows ? "exact" : "approximate";
  const plan = (how: Thoroughness) => planMeasures(about.columns, world.warehouse.dialect, how);
  let measured = await pass(world, { ...about, at }, plan(thoroughness));
  if (measured.kind !== "facts" && !world.signal.aborted) {
    notes.push(`only counts and ranges were measured: ${measured.reason}`);
    measured = await pass(world, { ...about, at }, plan("cheap"));
  }
  if (measured.kind !== "facts") return measured;
  facts.push(...measured.facts);

  const { maxRowsReturned } = world.run.agent.restrictions.sql;
  for (const sql of planTopValues(about, about.columns, facts, maxRowsReturned)) {
    const answer = await askWarehouse(world, world.warehouse, sql);
    if (answer.kind === "rows") {
      facts.push(...topValueFacts({ ...about, at }, rows, answer.result.rows));
    } else notes.push(`frequent values were not measured: ${answer.reason}`);
  }
  return { kind: "measured", facts: await journal(world, facts), notes };
}

async function journal(world: ToolWorld, facts: readonly NumberlessFact[]): Promise<Fact[]> {
  const first = world.nextFactId();
  const numbered = facts.map((fact, index) => ({ id: `F${first + index}`, ...fact }));
  await world.recordFacts(numbered);
  return numbered;
}

async function pass(
  world: ToolWorld & { warehouse: Warehouse },
  about: { subject: string; relation: Relation; at: string },
  measures: readonly Measure[],
): Promise<
  | { kind: "facts"; facts: readonly NumberlessFact[] }
  | { kind: "refused" | "failed"; reason: string }
> {
  const facts: NumberlessFact[] = [];
  for (const { sql, measures: asked } of packMeasures(quote.relation(about.relation), measures)) {
    const answer = await askWarehouse(world, world.warehouse, sql);
    if (answer.kind !== "rows") return answer;
    facts.push(
      ...toFacts(
        { ...about, from: quote.relation(about.relation) },
        asked,
        answer.result.rows[0] ?? [],
      ),
    );
  }
  return { kind: "facts", facts };
}
