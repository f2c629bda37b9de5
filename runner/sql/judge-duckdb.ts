import { judgeReading } from "./judge-reading.ts";
import { readDuckDbTree } from "./read-duckdb-tree.ts";
import type { Refusal } from "./refusal.ts";
import type { SqlAccess } from "./sql-access.ts";
import type { SqlVerdict } from "./sql-verdict.ts";
import { isTree, listIn, textIn } from "./tree.ts";

/** What may stand between words. A comment with another one inside is none here: DuckDB nests them. */
const space = String.raw`(?:\s|--[^\n]*\n|/\*(?:(?!/\*|\*/)[\s\S])*\*/)`;

/** EXPLAIN has no tree of its own. What follows the word has to be a SELECT, so ANALYZE is refused. */
const explain = new RegExp(
  `^${space}*explain(?:${space}*\\(${space}*format${space}+\\w+${space}*\\)|(?=${space}|\\())`,
  "i",
);

export function isExplain(sql: string): boolean {
  return explain.test(sql);
}

/** The part of a statement that DuckDB's parser is to write down for the gate. */
export function statementToParse(sql: string): string {
  return sql.replace(explain, "");
}

/**
 * The gate for DuckDB. `serialized` is what `json_serialize_sql` answered for `statementToParse(sql)` on
 * a database of its own: the engine's own parser, so that gate and engine cannot read a text differently.
 * It writes down nothing but SELECT. `database` is the name of the one that is read;
 * without it there is no catalogue that decides about names afterwards.
 */
export function judgeDuckDb(serialized: string, access: SqlAccess, database?: string): SqlVerdict {
  const parsed: unknown = JSON.parse(serialized);
  if (!isTree(parsed))
    return { kind: "refused", code: "syntax", reason: "the statement cannot be read" };
  if (parsed.error !== false)
    return { kind: "refused", ...refusalOf(textIn(parsed, "error_message")) };

  const statements = listIn(parsed, "statements");
  if (statements.length !== 1)
    return { kind: "refused", code: "multiple-statements", reason: "send exactly one statement" };
  const known = database === undefined ? { isUnknown: true } : { database };
  const home = { ...known, schema: "main", foldsCase: true };
  return judgeReading(readDuckDbTree(statements[0]), access, home);
}

function refusalOf(message: string): Refusal {
  if (message.startsWith("Only SELECT")) {
    return {
      code: "not-a-read",
      reason:
        "only reading is allowed: send exactly one SELECT (WITH, VALUES, DESCRIBE, SUMMARIZE, SHOW TABLES and EXPLAIN too; PIVOT with its values in IN)",
    };
  }
  if (message.startsWith("Max expression depth")) {
    return {
      code: "too-deep",
      reason: "the statement is nested too deeply: ask in smaller steps",
    };
  }
  return {
    code: "syntax",
    reason: `the statement cannot be read: ${message.split("\n")[0] ?? ""}`,
  };
}
