import { once } from "node:events";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import type { SqlGate } from "#runner/ports/sql-gate.ts";
import type { SqlVerdict } from "#runner/sql/sql-verdict.ts";
import type { CommandContext } from "./command-context.ts";
import { interrupted } from "./listen-for-stop.ts";
import { plain } from "./plain.ts";
import { readLines } from "./sql-check/read-lines.ts";
import { readStatement } from "./sql-check/read-statement.ts";

export interface SqlCheck {
  dialect: "postgres" | "duckdb" | "snowflake";
  /** Undefined: standard input. */
  file: string | undefined;
  json: boolean;
  /** Exit code 1 where a statement was denied. */
  exitCode: boolean;
}

/** Longest line, in bytes: the longest statement with every character escaped. */
const maxLineBytes = 1_000_000;

const noCatalogue = "it only reads; no catalogue was asked what its names mean";

/**
 * `buster sql check`: one verdict for each line, in order. Needs neither a database nor a project.
 *
 * Exit code: 0 every line has its verdict, with `exitCode` 1 where one is denied, 3 the file cannot be read.
 */
export async function runSqlCheck(request: SqlCheck, context: CommandContext): Promise<number> {
  const { terminal, cwd, signal } = context;
  const gate = await openGate(request.dialect);
  let hasDenied = false;
  try {
    const file = request.file;
    const chunks =
      file === undefined || file === "-" ? process.stdin : createReadStream(resolve(cwd, file));
    for await (const line of readLines(chunks, maxLineBytes)) {
      if (signal.aborted) return interrupted;
      const verdict = await judgeLine(line, gate);
      hasDenied ||= verdict.verdict === "deny";
      terminal.out(request.json ? JSON.stringify(verdict) : tell(verdict));
      // Whoever reads slowly is waited for: verdicts are not held.
      if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
    }
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (!["ENOENT", "EACCES", "EISDIR"].includes(code)) throw cause;
    terminal.err(`sql check: reading ${plain(request.file ?? "")}: ${code}`);
    return 3;
  } finally {
    await gate.close();
  }
  return request.exitCode && hasDenied ? 1 : 0;
}

interface Verdict {
  verdict: "allow" | "deny";
  reason: string;
  /** Of what is allowed the kind of statement, of what is denied the class. */
  kind: string;
}

async function judgeLine(line: Buffer | undefined, gate: SqlGate): Promise<Verdict> {
  if (line === undefined) {
    const reason = `the line is longer than ${maxLineBytes} bytes`;
    return { verdict: "deny", reason, kind: "text" };
  }
  const read = readStatement(line);
  if (read.kind === "mistake") return { verdict: "deny", reason: read.reason, kind: "input" };
  return toVerdict(await gate.judge(read.sql));
}

function toVerdict(verdict: SqlVerdict): Verdict {
  return verdict.kind === "allow"
    ? { verdict: "allow", reason: noCatalogue, kind: verdict.statement }
    : { verdict: "deny", reason: verdict.reason, kind: verdict.code };
}

function tell({ verdict, kind, reason }: Verdict): string {
  return `${verdict.padEnd(5)}  ${kind.padEnd(19)}  ${plain(reason)}`;
}

/** Only the parser of the dialect is loaded. */
async function openGate(dialect: SqlCheck["dialect"]): Promise<SqlGate> {
  if (dialect === "duckdb") {
    const { openDuckDbGate } = await import("#runner/warehouse/open-duckdb-gate.ts");
    return openDuckDbGate();
  }
  const { guarded } = await import("#runner/sql/guarded.ts");
  const { unrestricted } = await import("#runner/sql/sql-access.ts");
  const judge = await loadGate(dialect);
  return { judge: guarded((sql) => judge(sql, unrestricted)), close: async () => undefined };
}

async function loadGate(dialect: "postgres" | "snowflake") {
  if (dialect === "postgres") {
    const { loadPostgresGate } = await import("#runner/sql/judge-postgres.ts");
    return loadPostgresGate();
  }
  const { loadSnowflakeGate } = await import("#runner/sql-analysis/load-snowflake-gate.ts");
  return loadSnowflakeGate();
}
