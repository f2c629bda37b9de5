import { afterAll } from "vitest";
import type { AnalysisRequest } from "#runner/lineage/analysis-request.ts";
import type { ColumnLineage } from "#runner/lineage/column-lineage.ts";
import { openSqlAnalyst } from "#runner/sql-analysis/open-sql-analyst.ts";
import { silentLog } from "../workshop/silent-log.ts";

/** The real analyst, for all tests of a file. */
export function anAnalyst(options: Partial<Parameters<typeof openSqlAnalyst>[0]> = {}) {
  const analyst = openSqlAnalyst({ log: silentLog, timeoutMs: 20_000, ...options });
  afterAll(() => analyst.close());
  return analyst;
}

/** Columns of nodes as a request wants them: `orders: "id, amount"`. */
export function columnsOf(written: Readonly<Record<string, string>>): AnalysisRequest["columns"] {
  return new Map(
    Object.entries(written).map(([node, names]) => [
      node,
      names.split(",").map((name) => ({ name: name.trim(), type: undefined })),
    ]),
  );
}

/** A lineage in lines: `total aggregated of orders.amount`, and what cannot be told. */
export function told(lineage: ColumnLineage): readonly string[] {
  if (lineage.kind === "unknown") return ["unknown"];
  const { columns, unclear = [], others } = lineage;
  return [
    ...columns.map(({ name, kind, from }) => {
      const refs = from.map(({ node, column }) => `${node}.${column}`).sort();
      return `${name} ${kind}${refs.length > 0 ? ` of ${refs.join(" ")}` : ""}`;
    }),
    ...unclear.map(({ name }) => `${name} unclear`),
    ...(others === undefined
      ? []
      : [`others${others.from === undefined ? "" : ` of ${others.from}`}`]),
  ];
}
