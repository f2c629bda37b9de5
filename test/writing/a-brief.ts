import type { Fact } from "#agents-schema/fact.ts";
import type { Relationship } from "#runner/keys/relationship.ts";
import type { ColumnFamily } from "#runner/profile/column-family.ts";
import type { SemanticClass } from "#runner/profile/relation-profile.ts";
import type { Brief } from "#runner/writing/brief.ts";

const at = "2026-11-25T02:00:00Z";

const estimated = /^(?:share|null_share|true_share|pattern_share|mean|p\d\d)$/;

export interface GivenColumn {
  name: string;
  type: string;
  family: ColumnFamily;
  semantics: SemanticClass;
  /** Metric → value; of a share `share:web`. */
  facts: Readonly<Record<string, number | string | boolean>>;
}

/** A brief with the facts that were asked for, `F1`, `F2`, … in the order in which they stand. */
export function aBrief(
  given: {
    rows?: number;
    columns?: readonly GivenColumn[];
    /** Shares and quantiles come of a sample. */
    isSampled?: boolean;
  } & Partial<Omit<Brief, "facts">> = {},
): Brief {
  const { rows = 1000, columns = [], isSampled = false, ...rest } = given;
  const name = rest.name ?? "fct_orders";
  const facts: Fact[] = [];
  const add = (subject: string, said: string, value: number | string | boolean) => {
    const [metric = "", ...argument] = said.split(":");
    facts.push({
      id: `F${facts.length + 1}`,
      subject,
      metric,
      ...(argument.length === 0 ? {} : { argument: argument.join(":") }),
      value,
      method: isSampled && estimated.test(metric) ? "sample" : "exact",
      query: "select 1",
      at,
    });
  };
  add(name, "row_count", rows);
  for (const column of columns) {
    for (const [said, value] of Object.entries(column.facts)) {
      add(`${name}.${column.name}`, said, value);
    }
  }
  for (const { columns: key } of rest.compositeKeys ?? []) {
    add(name, `duplicate_rows:${key.join(", ")}`, 0);
  }
  for (const relationship of rest.relationships ?? []) {
    for (const [said, value] of Object.entries(factsOf(relationship))) {
      add(`${name}.${relationship.child.column}`, said, value);
    }
  }
  return {
    name,
    kind: "model",
    sql: undefined,
    profile: {
      subject: name,
      relation: { schema: "main", name },
      at,
      rows,
      method: isSampled ? "sample" : "exact",
      columns: columns.map(({ facts: own, ...column }) => ({
        ...column,
        nonNull: rows - Number(own.null_count ?? 0),
        distinct: typeof own.distinct_count === "number" ? own.distinct_count : undefined,
        isUnique: typeof own.is_unique === "boolean" ? own.is_unique : undefined,
        min: typeof own.min === "boolean" ? undefined : own.min,
        max: typeof own.max === "boolean" ? undefined : own.max,
        meanLength: undefined,
        sketch: undefined,
      })),
      notes: [],
    },
    unmeasured: undefined,
    lineage: { kind: "unknown", reason: "it has no SQL" },
    upstream: [],
    downstream: [],
    relationships: [],
    compositeKeys: [],
    existing: noProperties,
    inherited: [],
    denied: [],
    ...rest,
    facts,
  };
}

export const noProperties: Brief["existing"] = {
  description: "",
  columns: [],
  tests: [],
  checks: [],
  meta: {},
  constraints: [],
  yamlPath: undefined,
};

export function aColumn(
  name: string,
  facts: GivenColumn["facts"],
  more: Partial<GivenColumn> = {},
): GivenColumn {
  return { name, type: "VARCHAR", family: "text", semantics: "other", facts, ...more };
}

export const anOrderKey = aColumn(
  "order_id",
  { null_count: 0, distinct_count: 1000, is_unique: true },
  { type: "BIGINT", family: "number", semantics: "key" },
);

export function aRelationship(more: Partial<Relationship> = {}): Relationship {
  return {
    child: { subject: "fct_orders", column: "customer_id" },
    parent: { subject: "dim_customers", column: "customer_id" },
    cardinality: "many-to-one",
    evidence: ["declared"],
    childRows: 1000,
    nonNull: 1000,
    orphanRows: 0,
    orphanKeys: 0,
    coverage: 1,
    parentCoverage: 0.5,
    children: { p50: 2, p95: 5, max: 9 },
    facts: [],
    ...more,
  };
}

function factsOf(one: Relationship): Record<string, number | string> {
  const parent = `${one.parent.subject}.${one.parent.column}`;
  return {
    [`reference_coverage:${parent}`]: one.coverage,
    [`orphan_rows:${parent}`]: one.orphanRows,
    [`orphan_keys:${parent}`]: one.orphanKeys,
    [`parent_coverage:${parent}`]: one.parentCoverage,
    [`children_p50:${parent}`]: one.children.p50,
    [`children_p95:${parent}`]: one.children.p95,
    [`children_max:${parent}`]: one.children.max,
    [`cardinality:${parent}`]: one.cardinality,
  };
}
