import type { DuckDBConnection } from "@duckdb/node-api";
import { judgeDuckDb, statementToParse } from "#runner/sql/judge-duckdb.ts";
import { loadPostgresGate } from "#runner/sql/judge-postgres.ts";
import { judgeText } from "#runner/sql/judge-text.ts";
import { type SqlAccess, unrestricted } from "#runner/sql/sql-access.ts";
import type { SqlVerdict } from "#runner/sql/sql-verdict.ts";
import { openLockedDuckDb } from "#runner/warehouse/open-locked-duckdb.ts";
import { serializeStatement } from "#runner/warehouse/serialize-statement.ts";

export type Gate = (sql: string, access?: Partial<SqlAccess>) => Promise<SqlVerdict>;

export interface Gates {
  duckdb: Gate;
  postgres: Gate;
  parser: DuckDBConnection;
}

/** Both gates with their parsers, as the warehouses put them together. */
export async function openGates(): Promise<Gates> {
  const parser = await openLockedDuckDb(undefined, 1);
  const judgePostgres = await loadPostgresGate();
  const guarded =
    (judge: (sql: string, access: SqlAccess) => Promise<SqlVerdict>): Gate =>
    async (sql, access) => {
      const reason = judgeText(sql);
      if (reason !== undefined) return { kind: "refused", reason };
      return judge(sql, { ...unrestricted, ...access });
    };
  return {
    parser,
    duckdb: guarded(async (sql, access) => {
      const serialized = await serializeStatement(parser, statementToParse(sql));
      return judgeDuckDb(serialized, access, "bikes");
    }),
    postgres: guarded(async (sql, access) => judgePostgres(sql, access, "bikes")),
  };
}
