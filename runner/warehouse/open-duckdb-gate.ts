import type { SqlGate } from "../ports/sql-gate.ts";
import { completePivot } from "../sql/complete-pivot.ts";
import { guarded } from "../sql/guarded.ts";
import { isExplain, judgeDuckDb, statementToParse } from "../sql/judge-duckdb.ts";
import { unrestricted } from "../sql/sql-access.ts";
import type { SqlVerdict } from "../sql/sql-verdict.ts";
import { type DuckDbProcess, startDuckDbProcess } from "./start-duckdb-process.ts";

/** Longest time for one statement, in milliseconds. */
const parseWithinMs = 5_000;

/** DuckDB's own parser, in a process of its own: native code reads a stranger's text there. */
export function openDuckDbGate(): SqlGate {
  let child: DuckDbProcess | undefined;
  const parser = async () => {
    if (child?.isAlive) return child;
    child = startDuckDbProcess();
    await child.ask({ kind: "open-parser" }, { timeoutMs: 30_000 });
    return child;
  };
  const parse = async (sql: string) => {
    const { answer } = await (await parser()).ask(
      { kind: "parse", sql },
      { timeoutMs: parseWithinMs },
    );
    return answer?.kind === "parsed" ? answer.serialized : undefined;
  };
  return {
    judge: guarded(async (sql) => {
      const text = statementToParse(sql);
      const serialized = await parse(text);
      if (serialized === undefined) return unreadable;
      const verdict = judgeDuckDb(serialized, unrestricted);
      const completed = completePivot(text);
      if (verdict.kind === "refused" && verdict.code === "not-a-read" && completed !== text) {
        return judgePivot(completed, sql);
      }
      return explained(verdict, sql);
    }),
    close: async () => child?.end(),
  };

  /** With the values that the database would look up: of rows that are made of nothing there may be any number. */
  async function judgePivot(completed: string, sql: string): Promise<SqlVerdict> {
    const serialized = await parse(completed);
    if (serialized === undefined) return unreadable;
    const verdict = judgeDuckDb(serialized, unrestricted);
    if (verdict.kind === "refused") return verdict;
    if (/"function_name":"(range|generate_series|unnest)"/i.test(serialized)) {
      const reason = "PIVOT over made rows may have a column for each: give its values in IN";
      return { kind: "refused", code: "resource", reason };
    }
    return explained(verdict, sql);
  }
}

const unreadable: SqlVerdict = {
  kind: "refused",
  code: "syntax",
  reason: "the statement cannot be read: the parser ended or took too long",
};

function explained(verdict: SqlVerdict, sql: string): SqlVerdict {
  return verdict.kind === "allow" && isExplain(sql)
    ? { ...verdict, statement: "explain" }
    : verdict;
}
