import { z } from "zod";
import type { Fact } from "#agents-schema/fact.ts";
import type { Cell, QueryResult } from "../ports.ts";
import { askWarehouse } from "./ask-warehouse.ts";
import { defineTool } from "./define-tool.ts";
import type { ToolWorld } from "./tool.ts";

/** A result of one row has at most this many values that become facts. */
const maxFacts = 12;
/** Longest value that is shown, in characters. */
const maxCell = 200;

export const runSql = defineTool({
  name: "run_sql",
  description:
    "Runs one read-only query in the warehouse. Qualify tables with their schema, name the columns, aggregate. Each value of a one-row result is recorded as a fact with an id.",
  input: {
    sql: z.string().trim().min(1).max(20_000),
    why: z.string().trim().max(120).default("").describe("What you want to know, in a few words"),
  },
  async use(world, { sql, why }) {
    const step = why === "" ? "Querying the warehouse" : `Querying the warehouse: ${why}`;
    const { warehouse } = world;
    if (warehouse === undefined) {
      return { outcome: "refused", text: "this run has no warehouse", step };
    }
    const answer = await askWarehouse(world, warehouse, sql);
    if (answer.kind !== "rows") return { outcome: answer.kind, text: answer.reason, step };

    const { result } = answer;
    if (result.rows.length === 0) {
      const columns = result.columns.map(({ name }) => name).join(", ");
      return { outcome: "empty", text: `no rows (columns: ${columns})`, step };
    }
    const facts = await recordFacts(world, sql, result);
    return { outcome: "ok", text: [table(result), ...facts].join("\n"), step };
  },
});

async function recordFacts(
  world: ToolWorld,
  sql: string,
  { columns, rows }: QueryResult,
): Promise<string[]> {
  const [row] = rows;
  if (row === undefined || rows.length > 1 || row.length > maxFacts) return [];

  const at = world.clock.now().toISOString();
  const first = world.nextFactId();
  const facts: Fact[] = columns.map(({ name }, index) => ({
    id: `F${first + index}`,
    subject: "query",
    metric: name,
    value: row[index] ?? null,
    method: "exact",
    query: sql,
    at,
  }));
  await world.recordFacts(facts);
  return facts.map(({ id, metric, value }) => `[${id}] ${metric} = ${shown(value)}`);
}

function table({ columns, rows, truncated }: QueryResult): string {
  const lines = [
    columns.map(({ name, type }) => `${name} ${type}`).join(" | "),
    ...rows.map((row) => row.map(shown).join(" | ")),
    `(${rows.length} row${rows.length === 1 ? "" : "s"}${truncated ? ", more were cut off" : ""})`,
  ];
  return lines.join("\n");
}

function shown(value: Cell): string {
  if (value === null) return "null";
  const text = String(value).replace(/[\r\n|]+/g, " ");
  return text.length > maxCell ? `${text.slice(0, maxCell)}…` : text;
}
