import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll } from "vitest";
import { judgeDuckDb, statementToParse } from "#runner/sql/judge-duckdb.ts";
import { loadPostgresGate } from "#runner/sql/judge-postgres.ts";
import { judgeText } from "#runner/sql/judge-text.ts";
import { type SqlAccess, unrestricted } from "#runner/sql/sql-access.ts";
import type { SqlVerdict } from "#runner/sql/sql-verdict.ts";
import { loadSnowflakeGate } from "#runner/sql-analysis/load-snowflake-gate.ts";
import { openDuckDbGate } from "#runner/warehouse/open-duckdb-gate.ts";
import { openLockedDuckDb } from "#runner/warehouse/open-locked-duckdb.ts";
import { serializeStatement } from "#runner/warehouse/serialize-statement.ts";

export type Gate = (sql: string, access?: Partial<SqlAccess>) => Promise<SqlVerdict>;

export interface Gates {
  duckdb: Gate;
  postgres: Gate;
  /** As `buster sql check` puts them together. */
  withoutCatalogue: Record<"duckdb" | "postgres" | "snowflake", Gate>;
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
      if (reason !== undefined) return { kind: "refused", code: "text", reason };
      return judge(sql, { ...unrestricted, ...access });
    };
  const judgeSnowflake = await loadSnowflakeGate();
  const duckDb = openDuckDbGate();
  afterAll(() => duckDb.close());
  return {
    parser,
    withoutCatalogue: {
      duckdb: (sql) => duckDb.judge(sql),
      postgres: guarded(async (sql, access) => judgePostgres(sql, access)),
      snowflake: guarded(async (sql, access) => judgeSnowflake(sql, access)),
    },
    duckdb: guarded(async (sql, access) => {
      const serialized = await serializeStatement(parser, statementToParse(sql));
      return judgeDuckDb(serialized, access, "bikes");
    }),
    postgres: guarded(async (sql, access) => judgePostgres(sql, access, "bikes")),
  };
}
