// The program that runs DuckDB: a process of its own, because native code that reads hostile text may
// crash, hang or take all memory. It has no environment, and takes requests over its channel only.
import { type DuckDBConnection, StatementType } from "@duckdb/node-api";
import { createCappedRows } from "./capped-rows.ts";
import { copyInDuckDb, dropInDuckDb } from "./copy-in-duckdb.ts";
import { duckDbCell } from "./duckdb-cell.ts";
import type { DuckDbAnswer, DuckDbRequest } from "./duckdb-messages.ts";
import { estimateInDuckDb } from "./estimate-in-duckdb.ts";
import { openLockedDuckDb } from "./open-locked-duckdb.ts";
import { serializeStatement } from "./serialize-statement.ts";

/** `memory_limit` does not count everything; above this the process ends itself. */
const maxResidentBytes = 2 * 1024 ** 3;
const lookAtMemoryEveryMs = 100;

const columnsOf = `
  select column_name, data_type from duckdb_columns()
  where database_name = current_database() and not internal
    and lower(schema_name) = lower($1) and lower(table_name) = lower($2)
  order by column_index`;

let database: DuckDBConnection | undefined;
let parser: DuckDBConnection | undefined;

process.on("message", (request: DuckDbRequest) => {
  if (request.kind === "interrupt") {
    database?.interrupt();
    parser?.interrupt();
    return;
  }
  answer(request).then(
    (said) => process.send?.(said),
    (cause: unknown) => {
      const text = cause instanceof Error ? cause.message : String(cause);
      process.send?.({ kind: "failed", text } satisfies DuckDbAnswer);
    },
  );
});
process.on("disconnect", endNow);
setInterval(() => {
  if (process.memoryUsage.rss() > maxResidentBytes) endNow();
}, lookAtMemoryEveryMs);

/** `process.exit` would wait for a running query. */
function endNow(): void {
  process.kill(process.pid, "SIGKILL");
}

async function answer(
  request: Exclude<DuckDbRequest, { kind: "interrupt" }>,
): Promise<DuckDbAnswer> {
  if (request.kind === "open") {
    database = await openLockedDuckDb(request.path, request.threads);
    // Apart from the data: what a file defines cannot stand in for the parser's functions.
    parser = await openLockedDuckDb(undefined, 1);
    const reader = await database.runAndReadAll("select current_database()");
    return { kind: "opened", database: String(reader.getRows()[0]?.[0]) };
  }
  if (request.kind === "open-parser") {
    parser = await openLockedDuckDb(undefined, 1);
    return { kind: "opened", database: "" };
  }
  if (parser === undefined) throw new Error("no database is open");
  if (request.kind === "parse") {
    return { kind: "parsed", serialized: await serializeStatement(parser, request.sql) };
  }
  if (database === undefined) throw new Error("no database is open");

  switch (request.kind) {
    case "run":
      return run(database, request);
    case "columns": {
      const reader = await database.runAndReadAll(columnsOf, [request.schema, request.name]);
      const columns = reader.getRows().map(([name, type]) => ({
        name: String(name),
        type: String(type),
      }));
      return { kind: "columns", columns };
    }
    case "estimate":
      return { kind: "estimate", found: await estimateInDuckDb(database, request) };
    case "copy":
      return { kind: "copied", rows: await copyInDuckDb(database, request) };
    case "drop":
      await dropInDuckDb(database, request.copy);
      return { kind: "dropped" };
  }
}

/** The second wall: one statement, and one that DuckDB itself calls a SELECT or an EXPLAIN. */
async function run(
  connection: DuckDBConnection,
  { sql, maxRows, maxBytes }: DuckDbRequest & { kind: "run" },
): Promise<DuckDbAnswer> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error("send exactly one statement");
  const statement = await statements.prepare(0);
  const { SELECT, EXPLAIN } = StatementType;
  if (statement.statementType !== SELECT && statement.statementType !== EXPLAIN) {
    throw new Error("only reading is allowed");
  }
  const result = await statement.stream();
  const types = result.columnTypes();
  const columns = result
    .columnNames()
    .map((name, index) => ({ name, type: types[index]?.toString() ?? "" }));

  const rows = createCappedRows(maxRows, maxBytes);
  let isWanted = true;
  while (isWanted) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    // Row by row: a chunk holds up to 2,048 values that may be large, and few of them may be wanted.
    for (let at = 0; isWanted && at < chunk.rowCount; at++) {
      const row = chunk.getRowValues(at);
      isWanted = rows.add(row.map((value, index) => duckDbCell(value, types[index])));
    }
  }
  statement.destroySync();
  return { kind: "rows", columns, rows: [...rows.rows], truncated: rows.truncated };
}
