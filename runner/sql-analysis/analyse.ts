import type { ColumnLineage } from "../lineage/column-lineage.ts";
import { nodeOfText } from "../lineage/jinja/holes.ts";
import type { Rendered } from "../lineage/jinja/render-template.ts";
import { mergeVariants } from "../lineage/merge-variants.ts";
import { prepareRendering } from "../lineage/render-model.ts";
import type { AnalysisRequest } from "../ports/sql-analyst.ts";
import type { Parser } from "./load-parser.ts";
import { readLineage } from "./read-lineage.ts";

/** Names of the dialects in the parser's words. */
const dialects = {
  duckdb: "duckdb",
  postgres: "postgresql",
  snowflake: "snowflake",
  bigquery: "bigquery",
} as const;

/** Letters of a statement; what is longer is data, not SQL that people wrote. */
const maxSql = 1_000_000;
/** Longer SQL of an expression than this is cut. */
const maxExpression = 2_000;

/** Errors after which the parser's memory may be in any state. */
const broken = /^WASM |call stack|unreachable|out of memory|memory access|thread/i;

type Asked = Omit<AnalysisRequest, "jinja">;
const none: ReadonlySet<string> = new Set();

/**
 * Prepares to read the models of one project. What it answers throws where the parser breaks down: whoever
 * called it starts anew then.
 */
export function prepareAnalysis(
  parser: Parser,
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
    return mergeVariants(rendered.variants.map((variant) => readVariant(parser, variant, request)));
  };
}

function readVariant(
  parser: Parser,
  { text, holes }: Rendered,
  { dialect, columns, incomplete = none }: Asked,
): ColumnLineage {
  if (text.length > maxSql) return { kind: "unknown", reason: "its SQL is longer than 1 MB" };
  if (text.trim() === "") return { kind: "unknown", reason: "its Jinja leaves no SQL" };
  const parsed = parser.parse(text, dialectOf(parser, dialect));
  if (!parsed.success) {
    if (broken.test(parsed.error ?? "")) {
      // Rust ends with `unreachable` when it is given no more memory.
      const isMemory = /unreachable|memory/i.test(parsed.error ?? "");
      throw new Error(isMemory ? "it needs more memory than it may have" : parsed.error);
    }
    const [hole] = [...holes.values()];
    const because = hole === undefined ? "" : ` (${hole.source ?? hole.reason} is not known)`;
    return { kind: "unknown", reason: `its SQL cannot be read${because}: ${parsed.error}` };
  }
  const [tree, more] = Array.isArray(parsed.ast) ? parsed.ast : [parsed.ast];
  if (tree === undefined) return { kind: "unknown", reason: "it has no SQL" };
  if (more !== undefined) return { kind: "unknown", reason: "it has several statements" };
  try {
    return readLineage(tree, {
      dialect,
      columns,
      incomplete,
      nodeOf: nodeOfText,
      holes,
      write(expression) {
        const written = parser.generate([expression], dialectOf(parser, dialect));
        const line = written.success ? written.sql?.[0]?.replaceAll(/\s+/g, " ") : undefined;
        return line === undefined ? undefined : withSources(line, holes);
      },
    });
  } catch (error) {
    if (error instanceof RangeError)
      return { kind: "unknown", reason: "its SQL is nested too deep" };
    throw error;
  }
}

function dialectOf({ Dialect }: Parser, name: Asked["dialect"]) {
  const found = Object.values(Dialect).find((dialect) => String(dialect) === dialects[name]);
  if (found === undefined) throw new Error(`the parser does not know ${name}`);
  return found;
}

/** People know the Jinja, not the names that stand for it here. */
function withSources(line: string, holes: Rendered["holes"]): string {
  const text = line.replaceAll(
    /jinja__unknown_\d+/g,
    (name) => holes.get(name)?.source ?? "{{ … }}",
  );
  return text.length > maxExpression ? `${text.slice(0, maxExpression)}…` : text;
}
