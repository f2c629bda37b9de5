import { Dialect, generate, parse } from "@polyglot-sql/sdk";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import { nodeOfText } from "../lineage/jinja/holes.ts";
import type { Rendered } from "../lineage/jinja/render-template.ts";
import { mergeVariants } from "../lineage/merge-variants.ts";
import { prepareRendering } from "../lineage/render-model.ts";
import type { AnalysisRequest } from "../ports/sql-analyst.ts";
import { readLineage } from "./read-lineage.ts";

const dialects = {
  duckdb: Dialect.DuckDB,
  postgres: Dialect.PostgreSQL,
  snowflake: Dialect.Snowflake,
  bigquery: Dialect.BigQuery,
} as const;

/** Longer SQL of an expression than this is cut. */
const maxExpression = 2_000;

type Asked = Omit<AnalysisRequest, "jinja">;
const none: ReadonlySet<string> = new Set();

/**
 * Prepares to read the models of one project. What it answers throws where the parser breaks down: whoever
 * called it starts anew then.
 */
export function prepareAnalysis(
  jinja: AnalysisRequest["jinja"],
  dialect: AnalysisRequest["dialect"],
): (request: Asked) => ColumnLineage {
  const render = prepareRendering({ vars: {}, macros: [], ...jinja, adapter: dialect });
  return (request) => {
    const names = (node: string) => {
      const columns = request.columns.get(node);
      return columns === undefined || columns.length === 0
        ? undefined
        : columns.map(({ name }) => name);
    };
    const rendered = render(request, names);
    if (rendered.kind === "unclear") return { kind: "unknown", reason: rendered.reason };
    return mergeVariants(rendered.variants.map((variant) => readVariant(variant, request)));
  };
}

function readVariant(
  { text, holes }: Rendered,
  { dialect, columns, incomplete = none }: Asked,
): ColumnLineage {
  if (text.trim() === "") return { kind: "unknown", reason: "its Jinja leaves no SQL" };
  const parsed = parse(text, dialects[dialect]);
  if (!parsed.success) {
    const [hole] = [...holes.values()];
    const because = hole === undefined ? "" : ` (${hole.source ?? hole.reason} is not known)`;
    return { kind: "unknown", reason: `its SQL cannot be read${because}: ${parsed.error}` };
  }
  const [tree, more] = Array.isArray(parsed.ast) ? parsed.ast : [parsed.ast];
  if (tree === undefined) return { kind: "unknown", reason: "it has no SQL" };
  if (more !== undefined) return { kind: "unknown", reason: "it has several statements" };
  return readLineage(tree, {
    dialect,
    columns,
    incomplete,
    nodeOf: nodeOfText,
    holes,
    write(expression) {
      const written = generate([expression], dialects[dialect]);
      const line = written.success ? written.sql?.[0]?.replaceAll(/\s+/g, " ") : undefined;
      return line === undefined ? undefined : withSources(line, holes);
    },
  });
}

/** People know the Jinja, not the names that stand for it here. */
function withSources(line: string, holes: Rendered["holes"]): string {
  const text = line.replaceAll(
    /jinja__unknown_\d+/g,
    (name) => holes.get(name)?.source ?? "{{ … }}",
  );
  return text.length > maxExpression ? `${text.slice(0, maxExpression)}…` : text;
}
