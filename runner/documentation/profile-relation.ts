import type { Clock, ColumnInfo, Relation, Warehouse } from "../ports.ts";
import { columnFamily } from "../profile/column-family.ts";
import { foldColumn } from "../profile/fold-column.ts";
import { identifier } from "../profile/identifier.ts";
import { isWholeNumber } from "../profile/judge-column.ts";
import type { Measure } from "../profile/measure.ts";
import { packMeasures } from "../profile/pack-measures.ts";
import { planCounts } from "../profile/plan-counts.ts";
import {
  type Distribution,
  type DistributionRequest,
  planDistribution,
  readDistributions,
} from "../profile/plan-distribution.ts";
import { quote } from "../profile/quote.ts";
import type { RelationProfile } from "../profile/relation-profile.ts";
import { type NumberlessFact, toFacts } from "../profile/to-facts.ts";

/** What measuring needs of the world. */
export interface ProfileWorld {
  warehouse: Warehouse;
  clock: Clock;
  signal: AbortSignal;
  /** What the warehouse's list of activity shows. */
  tag: string;
  /** Of one statement. */
  timeoutMs?: number;
  access?: {
    allowSchemas: readonly string[];
    denySchemas: readonly string[];
    denyColumns: readonly string[];
  };
  limits?: Partial<ProfileLimits>;
}

export interface ProfileLimits {
  /** Above these, shares and quantiles come of a sample. */
  exactRows: number;
  exactBytes: number;
  sampleRows: number;
}

export interface ProfileAbout {
  /** dbt's name. */
  subject: string;
  relation: Relation;
  columns: readonly ColumnInfo[];
}

export type Profiled =
  | { kind: "profiled"; profile: RelationProfile }
  | { kind: "refused" | "failed"; reason: string };

const answerLimits = { maxRows: 20_000, maxBytes: 8 * 1024 * 1024 };
const defaultTimeoutMs = 60_000;
/** Columns that are grouped in one statement. */
const groupedAtOnce = 8;

const rowCount: Measure = {
  column: undefined,
  metric: "row_count",
  expression: "count(*)",
  method: "exact",
  answer: "number",
};

/**
 * Measures a relation. What cannot be had is left out, and the notes say why; `refused` and `failed` when
 * not even its rows could be counted. Rejects only with the warehouse's WorldFailure.
 */
export async function profileRelation(world: ProfileWorld, about: ProfileAbout): Promise<Profiled> {
  const { warehouse } = world;
  const { subject, relation, columns } = about;
  const at = world.clock.now().toISOString();
  const from = quote.relation(relation);
  const ask = (sql: string) =>
    warehouse.query(sql, {
      ...answerLimits,
      timeoutMs: world.timeoutMs ?? defaultTimeoutMs,
      tag: world.tag,
      signal: world.signal,
      ...(world.access === undefined ? {} : { access: world.access }),
    });
  const notes: string[] = [];

  const counts: NumberlessFact[] = [];
  const measures = [rowCount, ...planCounts(columns, { dialect: warehouse.dialect, at })];
  for (const { sql, measures: asked } of packMeasures(relation, measures)) {
    const answer = await ask(sql);
    if (answer.kind !== "rows") return answer;
    counts.push(...toFacts({ subject, relation, at }, asked, answer.result.rows[0] ?? []));
  }
  const rows = Number(counts.find(({ metric }) => metric === "row_count")?.value ?? 0);

  const requests = columns
    .filter(({ type }) => columnFamily(type) !== "opaque")
    .map((column) => requestFor(column));
  const distributions = new Map<string, Distribution>();
  for (let start = 0; start < requests.length; start += groupedAtOnce) {
    const batch = requests.slice(start, start + groupedAtOnce);
    const answer = await ask(planDistribution(from, batch, warehouse.dialect));
    if (answer.kind !== "rows") {
      notes.push(`distinct values were not measured: ${answer.reason}`);
      continue;
    }
    for (const [index, read] of readDistributions(batch, answer.result.rows).entries()) {
      distributions.set(batch[index]?.column.name ?? "", read);
    }
  }

  const fold = { subject, from, dialect: warehouse.dialect, at, rows };
  const folded = columns.map((column) =>
    foldColumn(fold, {
      column,
      counts: counts.filter((fact) => fact.subject === `${subject}.${column.name}`),
      distribution: distributions.get(column.name),
      sample: undefined,
    }),
  );
  return {
    kind: "profiled",
    profile: {
      ...{ subject, relation, at, rows, method: "exact", notes },
      columns: folded.map(({ profile }) => profile),
      facts: [
        ...counts.filter((fact) => fact.subject === subject),
        ...folded.flatMap(({ facts }) => facts),
      ],
    },
  };
}

function requestFor(column: ColumnInfo): DistributionRequest {
  const family = columnFamily(column.type);
  const isMeasure = family === "number" && !identifier.test(column.name);
  const isKeyLike =
    family === "text" || family === "plain" || (family === "number" && isWholeNumber(column.type));
  return {
    column,
    quantiles: isMeasure,
    top: family === "text" || family === "plain" || isMeasure,
    sketch: isKeyLike,
  };
}
