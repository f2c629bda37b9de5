import { judgeReading } from "./judge-reading.ts";
import { postgresSettings } from "./postgres-vocabulary.ts";
import { readPostgresSelect } from "./read-postgres-tree.ts";
import { newReading, type Reading } from "./reading.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refuse.ts";
import type { SqlAccess } from "./sql-access.ts";
import type { SqlVerdict } from "./sql-verdict.ts";
import { isTree, type Tree, textIn, treesIn } from "./tree.ts";

export type JudgePostgres = (sql: string, access: SqlAccess, database?: string) => SqlVerdict;

/**
 * The gate for Postgres, on its own grammar. Loads the parser, 40 ms; the gate itself waits for nothing.
 * Without the name of a database there is no catalogue to ask afterwards, and what only it could tell is refused.
 */
export async function loadPostgresGate(): Promise<JudgePostgres> {
  const { loadModule, parseSync, scanSync } = await import("libpg-query");
  await loadModule();
  return (sql, access, database) => {
    let statements = parse(sql, parseSync);
    if (!Array.isArray(statements) && statements.code === "syntax" && /--|\/\*/.test(sql)) {
      statements = parse(withoutComments(sql, scanSync), parseSync);
    }
    if (!Array.isArray(statements)) return { kind: "refused", ...statements };
    const [statement] = statements;
    if (statement === undefined || statements.length !== 1) {
      return { kind: "refused", code: "multiple-statements", reason: "send exactly one statement" };
    }
    const home = database === undefined ? noHome : { database, foldsCase: false };
    return judgeReading(read(statement), access, home);
  };
}

const noHome = { foldsCase: false, isUnknown: true };

const tooDeep: Refusal = {
  code: "too-deep",
  reason: "the statement is nested too deeply: ask in smaller steps",
};

/** The statements, or why the text is none. */
function parse(sql: string, parser: (sql: string) => unknown): Tree[] | Refusal {
  try {
    const parsed = parser(sql);
    const statements = isTree(parsed) ? treesIn(parsed, "stmts") : [];
    return statements.map(({ stmt }) => (isTree(stmt) ? stmt : {}));
  } catch (cause) {
    // A text nested without end takes the parser's whole stack.
    if (cause instanceof RangeError) return tooDeep;
    const message = cause instanceof Error ? cause.message : String(cause);
    return { code: "syntax", reason: `the statement cannot be read: ${message}` };
  }
}

/**
 * The parser stumbles over a comment between two words that belong together (WITH and ORDINALITY), the server does
 * not. Where its comments are is what the parser's own lexer says, so both read the same.
 */
function withoutComments(
  sql: string,
  scan: (sql: string) => { tokens: readonly { start: number; end: number; tokenName: string }[] },
): string {
  const bytes = Buffer.from(sql);
  try {
    for (const { start, end, tokenName } of scan(sql).tokens) {
      if (/^(C|SQL)_COMMENT$/.test(tokenName)) bytes.fill(" ", start, end);
    }
  } catch {
    return sql;
  }
  return bytes.toString();
}

function read(statement: Tree): Reading {
  const reading = newReading();
  if (isTree(statement.SelectStmt)) {
    readPostgresSelect(statement.SelectStmt, reading);
  } else if (isTree(statement.ExplainStmt)) {
    reading.statement = "explain";
    readExplain(statement.ExplainStmt, reading);
  } else if (isTree(statement.VariableShowStmt)) {
    reading.statement = "show";
    readShow(statement.VariableShowStmt, reading);
  } else {
    refuse(
      reading,
      "not-a-read",
      "only reading is allowed: send one SELECT (WITH, VALUES, TABLE, EXPLAIN and some SHOW too)",
    );
  }
  return reading;
}

const planOptions = ["costs", "format", "generic_plan", "settings", "summary", "verbose"];

/** EXPLAIN ANALYZE runs the statement, so it is refused unless it is switched off in so many words. */
function readExplain(explain: Tree, reading: Reading): void {
  const query = isTree(explain.query) && explain.query.SelectStmt;
  if (!isTree(query)) {
    refuse(reading, "not-a-read", "only a SELECT may be explained");
    return;
  }
  for (const { DefElem: option } of treesIn(explain, "options")) {
    const name = isTree(option) ? textIn(option, "defname") : "";
    const isOff = name === "analyze" && isTree(option) && isFalse(option.arg);
    if (!planOptions.includes(name) && !isOff) {
      refuse(reading, "construct", `EXPLAIN with ${name} runs the query: use EXPLAIN alone`);
    }
  }
  readPostgresSelect(query, reading);
}

function isFalse(argument: unknown): boolean {
  const text = isTree(argument) && isTree(argument.String) ? argument.String : {};
  return ["false", "off"].includes(textIn(text, "sval").toLowerCase());
}

function readShow({ name }: Tree, reading: Reading): void {
  if (typeof name === "string" && postgresSettings.has(name.toLowerCase())) return;
  refuse(reading, "construct", `SHOW may show ${[...postgresSettings].join(", ")}, nothing else`);
}
