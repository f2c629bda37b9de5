import { Dialect, generate, parse } from "@polyglot-sql/sdk";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import { renderLight } from "../lineage/render-light.ts";
import type { AnalysisRequest } from "../ports/sql-analyst.ts";
import { readLineage } from "./read-lineage.ts";

const dialects = {
  duckdb: Dialect.DuckDB,
  postgres: Dialect.PostgreSQL,
  snowflake: Dialect.Snowflake,
} as const;

/** Longer SQL of an expression than this is cut. */
const maxExpression = 2_000;

/** Reads one request. Throws where the parser breaks down: what called it starts anew then. */
export function analyse({ sql, dialect, columns }: Omit<AnalysisRequest, "name">): ColumnLineage {
  const rendered = renderLight(sql);
  if ("problem" in rendered) return { kind: "unknown", reason: rendered.problem };
  const parsed = parse(rendered.sql, dialects[dialect]);
  if (!parsed.success)
    return { kind: "unknown", reason: `its SQL cannot be read: ${parsed.error}` };
  const trees = Array.isArray(parsed.ast) ? parsed.ast : [parsed.ast];
  const [tree, more] = trees;
  if (tree === undefined) return { kind: "unknown", reason: "it has no SQL" };
  if (more !== undefined) return { kind: "unknown", reason: "it has several statements" };
  return readLineage(tree, {
    dialect,
    columns,
    nodeOf: (schema, name) => rendered.nodeOf(schema, name),
    write(expression) {
      const written = generate([expression], dialects[dialect]);
      const text = written.success ? written.sql?.[0] : undefined;
      const line = text?.replaceAll(/\s+/g, " ");
      return line !== undefined && line.length > maxExpression
        ? `${line.slice(0, maxExpression)}…`
        : line;
    },
  });
}
