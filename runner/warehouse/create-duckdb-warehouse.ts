import { type Warehouse, WorldFailure } from "../ports.ts";
import { judgeDuckDb, statementToParse } from "../sql/judge-duckdb.ts";
import { judgeText } from "../sql/judge-text.ts";
import { unrestricted } from "../sql/sql-access.ts";
import type { DuckDbEngine } from "./create-duckdb-engine.ts";
import { inOrder } from "./in-order.ts";
import { shortReason } from "./short-reason.ts";

/** Longest time to read columns from the catalogue, in milliseconds. */
const catalogueWithinMs = 10_000;

/** DuckDB behind the gate. Closes its engine. */
export function createDuckDbWarehouse(engine: DuckDbEngine): Warehouse {
  const next = inOrder();

  const query: Warehouse["query"] = async (
    sql,
    { maxRows, maxBytes, timeoutMs, signal, access },
  ) => {
    const unreadable = judgeText(sql);
    if (unreadable !== undefined) return { kind: "refused", reason: unreadable };
    if (signal?.aborted) return { kind: "failed", reason: "the run was stopped" };

    const database = await engine.database();
    const within = { timeoutMs, startedAt: performance.now(), signal };
    const parse = { kind: "parse", sql: statementToParse(sql) } as const;
    const parsed = await engine.ask(parse, within);
    if (parsed.kind === "failed") return { kind: "failed", reason: shortReason(parsed.reason) };
    if (parsed.answer.kind !== "parsed")
      return { kind: "refused", reason: "the statement cannot be read" };
    const verdict = judgeDuckDb(parsed.answer.serialized, access ?? unrestricted, database);
    if (verdict.kind === "refused") return verdict;

    const run = { kind: "run", sql, maxRows, maxBytes } as const;
    const told = await engine.ask(run, within);
    if (told.kind === "failed") return { kind: "failed", reason: shortReason(told.reason) };
    if (told.answer.kind !== "rows") return { kind: "failed", reason: "the database gave no rows" };
    const { columns, rows, truncated } = told.answer;
    return { kind: "rows", result: { columns, rows, truncated } };
  };

  return {
    dialect: "duckdb",
    query: (sql, limits) => next(() => query(sql, limits)),
    columns: (relation) =>
      next(async () => {
        const database = await engine.database();
        const named = relation.database?.toLowerCase();
        if (named !== undefined && named !== database.toLowerCase()) return undefined;
        const { schema = "main", name } = relation;
        const told = await engine.ask(
          { kind: "columns", schema, name },
          { timeoutMs: catalogueWithinMs },
        );
        if (told.kind === "failed" || told.answer.kind !== "columns") {
          const reason = told.kind === "failed" ? shortReason(told.reason) : "no answer";
          throw new WorldFailure(
            "warehouse-unavailable",
            `reading the columns of ${name}: ${reason}`,
          );
        }
        return told.answer.columns.length === 0 ? undefined : told.answer.columns;
      }),
    close: () => engine.close(),
  };
}
