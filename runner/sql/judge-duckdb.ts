import { judgeReading } from "./judge-reading.ts";
import { readDuckDbTree } from "./read-duckdb-tree.ts";
import type { SqlAccess } from "./sql-access.ts";
import type { SqlVerdict } from "./sql-verdict.ts";
import { isTree, listIn, textIn } from "./tree.ts";

/** EXPLAIN has no tree of its own. What follows the word has to be a SELECT, so ANALYZE is refused. */
const explain = /^\s*explain\s+/i;

/** The part of a statement that DuckDB's parser is to write down for the gate. */
export function statementToParse(sql: string): string {
  return sql.replace(explain, "");
}

/**
 * The gate for DuckDB. `serialized` is what `json_serialize_sql` answered for `statementToParse(sql)` on
 * a database of its own: the engine's own parser, so that gate and engine cannot read a text differently.
 * It writes down nothing but SELECT. `database` is the name of the one that is read.
 */
export function judgeDuckDb(serialized: string, access: SqlAccess, database: string): SqlVerdict {
  const parsed: unknown = JSON.parse(serialized);
  if (!isTree(parsed)) return { kind: "refused", reason: "the statement cannot be read" };
  if (parsed.error !== false)
    return { kind: "refused", reason: refusalOf(textIn(parsed, "error_message")) };

  const statements = listIn(parsed, "statements");
  if (statements.length !== 1) return { kind: "refused", reason: "send exactly one statement" };
  const home = { database, schema: "main", foldsCase: true };
  return judgeReading(readDuckDbTree(statements[0]), access, home);
}

function refusalOf(message: string): string {
  if (message.startsWith("Only SELECT")) {
    return "only reading is allowed: send exactly one SELECT (WITH, VALUES, DESCRIBE, SUMMARIZE, SHOW TABLES and EXPLAIN too; PIVOT with its values in IN)";
  }
  if (message.startsWith("Max expression depth")) {
    return "the statement is nested too deeply: ask in smaller steps";
  }
  return `the statement cannot be read: ${message.split("\n")[0] ?? ""}`;
}
