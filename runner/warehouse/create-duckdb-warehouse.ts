import { type Relation, type Warehouse, WorldFailure } from "../ports.ts";
import { judgeDuckDb, statementToParse } from "../sql/judge-duckdb.ts";
import { judgeText } from "../sql/judge-text.ts";
import { unrestricted } from "../sql/sql-access.ts";
import { unboundParameter } from "../sql/unbound-parameter.ts";
import { copyName } from "./copy-name.ts";
import type { DuckDbEngine, DuckDbTold } from "./create-duckdb-engine.ts";
import { inOrder } from "./in-order.ts";
import { judgeScan } from "./judge-scan.ts";
import { shortReason } from "./short-reason.ts";

/** Longest time to read columns from the catalogue, in milliseconds. */
const catalogueWithinMs = 10_000;

/** DuckDB behind the gate. Closes its engine. */
export function createDuckDbWarehouse(engine: DuckDbEngine): Warehouse {
  const next = inOrder();

  const query: Warehouse["query"] = async (
    sql,
    { maxRows, maxBytes, timeoutMs, signal, access, maxBytesScanned },
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
    if (verdict.kind === "refused") return { kind: "refused", reason: verdict.reason };
    if (verdict.hasParameters) return { kind: "refused", reason: unboundParameter };

    const reason = await judgeScan(verdict.relations, maxBytesScanned, estimate);
    if (reason !== undefined) return { kind: "refused", reason };

    const run = { kind: "run", sql, maxRows, maxBytes } as const;
    const told = await engine.ask(run, within);
    if (told.kind === "failed") return { kind: "failed", reason: shortReason(told.reason) };
    if (told.answer.kind !== "rows") return { kind: "failed", reason: "the database gave no rows" };
    const { columns, rows, truncated } = told.answer;
    return { kind: "rows", result: { columns, rows, truncated } };
  };

  /** Schema and name in the file; undefined: it would be another database. */
  const placeOf = async ({ database, schema = "main", name }: Relation) => {
    const named = database?.toLowerCase();
    const ours = (await engine.database()).toLowerCase();
    return named === undefined || named === ours ? { schema, name } : undefined;
  };

  const columns = async (relation: Relation) => {
    const place = await placeOf(relation);
    if (place === undefined) return undefined;
    const told = await engine.ask({ kind: "columns", ...place }, { timeoutMs: catalogueWithinMs });
    if (told.kind === "failed" || told.answer.kind !== "columns") {
      throw unreadable("columns", relation, told);
    }
    return told.answer.columns.length === 0 ? undefined : told.answer.columns;
  };

  const estimate: Warehouse["estimate"] = async (relation) => {
    const place = await placeOf(relation);
    if (place === undefined) return undefined;
    const told = await engine.ask({ kind: "estimate", ...place }, { timeoutMs: catalogueWithinMs });
    if (told.kind === "failed" || told.answer.kind !== "estimate") {
      throw unreadable("size", relation, told);
    }
    const { found } = told.answer;
    if (found === null) return undefined;
    return { kind: found.kind, rows: found.rows ?? undefined, bytes: found.bytes ?? undefined };
  };

  const copy: Warehouse["copy"] = async (relation, { columns, sample, maxRows, ...limits }) => {
    const place = await placeOf(relation);
    if (place === undefined) return { kind: "refused", reason: "it is in another database" };
    if (limits.signal?.aborted) return { kind: "failed", reason: "the run was stopped" };
    const name = copyName();
    const drop = async () => {
      // With the process the copy is gone too.
      if (engine.pid() === undefined) return;
      const done = { timeoutMs: catalogueWithinMs };
      await next(() => engine.ask({ kind: "drop", copy: name }, done));
    };
    const wanted = { kind: "copy", copy: name, ...place, columns, sample, maxRows } as const;
    const told = await engine.ask(wanted, limits);
    if (told.kind === "failed") return { kind: "failed", reason: shortReason(told.reason) };
    if (told.answer.kind !== "copied") {
      return { kind: "failed", reason: "the database gave no copy" };
    }
    const { rows } = told.answer;
    if (maxRows === undefined || rows <= maxRows) {
      return { kind: "copied", relation: { schema: "temp", name }, rows, drop };
    }
    await engine.ask({ kind: "drop", copy: name }, { timeoutMs: catalogueWithinMs });
    return { kind: "refused", reason: `it has more than ${maxRows} rows` };
  };

  return {
    dialect: "duckdb",
    query: (sql, limits) => next(() => query(sql, limits)),
    columns: (relation) => next(() => columns(relation)),
    estimate: (relation) => next(() => estimate(relation)),
    copy: (relation, request) => next(() => copy(relation, request)),
    close: () => engine.close(),
  };
}

function unreadable(what: string, { name }: Relation, told: DuckDbTold): WorldFailure {
  const reason = told.kind === "failed" ? shortReason(told.reason) : "no answer";
  return new WorldFailure("warehouse-unavailable", `reading the ${what} of ${name}: ${reason}`);
}
