import type { ColumnLineage, OutputColumn } from "../lineage/column-lineage.ts";
import type { Holes } from "../lineage/jinja/holes.ts";
import type { AnalysisRequest } from "../ports/sql-analyst.ts";
import { collectUses, type Reading } from "./reading.ts";
import { type Relation, unknownRelation } from "./relation.ts";
import { emptyScope } from "./scope.ts";
import { sameAs, type Trace } from "./trace.ts";
import { traceQuery } from "./trace-query.ts";

export interface StatementContext {
  dialect: AnalysisRequest["dialect"];
  /** The node behind a table's name; undefined: it is none of the project. */
  nodeOf(schema: string | undefined, name: string): string | undefined;
  /** Columns of nodes, as far as they are known. */
  columns: ReadonlyMap<string, readonly { name: string }[]>;
  /** Nodes that may have more columns than those. */
  incomplete: ReadonlySet<string>;
  /** Names in the SQL that stand for what only dbt knows. */
  holes: Holes;
  /** SQL of an expression, in one line. */
  write(expression: unknown): string | undefined;
}

/** What the columns of a parsed query are made of. */
export function readLineage(tree: unknown, context: StatementContext): ColumnLineage {
  const { uses, joins, rows, ...notes } = collectUses();
  const reading: Reading = {
    ...notes,
    hasLateralAliases: context.dialect !== "postgres",
    holeIn: (name) => holeIn(context.holes, name),
    table: (schema, name) => ofNode(context, schema, name),
    query: (query, scope, ctes) => traceQuery(reading, query, scope, ctes),
  };
  const { columns, rest } = traceQuery(reading, tree, emptyScope, () => undefined);
  if (columns.length === 0 && rest !== undefined && rest.node === undefined) {
    return { kind: "unknown", reason: rest.reason };
  }
  const unclear = columns.flatMap(({ name, trace }, position) =>
    trace.unclear === undefined ? [] : [{ name, reason: trace.unclear, position }],
  );
  return {
    kind: "known",
    columns: columns
      .filter(({ trace }) => trace.unclear === undefined)
      .map(({ name, trace }) => toOutput(name, trace, context)),
    uses: uses(),
    joins: joins(),
    rows: rows(),
    ...(unclear.length > 0 && { unclear }),
    ...(rest !== undefined && { others: { from: rest.node, reason: rest.reason } }),
  };
}

/** Why a name of the SQL is not known; undefined: it is a name as any other. */
function holeIn(holes: Holes, name: string): string | undefined {
  const found = /jinja__unknown_\d+/i.exec(name)?.[0];
  if (found === undefined) return undefined;
  const hole = holes.get(found.toLowerCase());
  return hole?.source === undefined ? hole?.reason : `${hole.source}: ${hole.reason}`;
}

function ofNode(context: StatementContext, schema: string | undefined, name: string): Relation {
  const node = context.nodeOf(schema, name);
  const hole = holeIn(context.holes, name) ?? holeIn(context.holes, schema ?? "");
  if (hole !== undefined) return unknownRelation(hole);
  if (node === undefined) {
    const written = schema === undefined ? name : `${schema}.${name}`;
    const reason = `${written} is no model, seed, snapshot or source of the project`;
    return unknownRelation(reason);
  }
  const columns = context.columns.get(node) ?? [];
  const isWhole = columns.length > 0 && !context.incomplete.has(node);
  const reason = `the columns of ${node} are not known`;
  return {
    columns: columns.map((column) => ({ name: column.name, trace: sameAs(node, column.name) })),
    rest: isWhole ? undefined : { find: (column) => sameAs(node, column), node, reason },
  };
}

function toOutput(
  name: string,
  { kind, from, expression, sign }: Trace,
  context: StatementContext,
): OutputColumn {
  if (kind === "same") {
    const isRenamed = from[0]?.column.toLowerCase() !== name.toLowerCase();
    return { name, kind: isRenamed ? "renamed" : "passthrough", from, expression: undefined, sign };
  }
  const written = expression === undefined ? undefined : context.write(expression);
  return { name, kind, from, expression: written, sign };
}
