import type { NumberlessFact } from "../profile/to-facts.ts";
import type { KnownColumn } from "./describe-columns.ts";
import type { VerifiedPair } from "./fold-verification.ts";
import type { Relationship } from "./relationship.ts";
import { writeReferenceQueries } from "./write-reference-queries.ts";

/** A verified pair as a relationship, with a fact for each of its numbers. */
export function toRelationship(pair: VerifiedPair, at: string): Relationship {
  const { child, parent, children } = pair;
  const cardinality = pair.isUniqueInChild ? "one-to-one" : "many-to-one";
  const queries = writeReferenceQueries({ child: namesOf(child), parent: namesOf(parent) });
  const about = {
    subject: `${child.table.relation.subject}.${child.profile.name}`,
    argument: `${parent.table.relation.subject}.${parent.profile.name}`,
    method: "exact",
    rows: pair.childRows,
    at,
  } as const;
  const fact = (metric: keyof typeof queries, value: number | string): NumberlessFact => ({
    ...about,
    metric,
    value,
    query: queries[metric],
  });
  return {
    child: { subject: child.table.relation.subject, column: child.profile.name },
    parent: { subject: parent.table.relation.subject, column: parent.profile.name },
    cardinality,
    evidence: pair.evidence,
    childRows: pair.childRows,
    nonNull: pair.nonNull,
    orphanRows: pair.orphanRows,
    orphanKeys: pair.orphanKeys,
    coverage: pair.coverage,
    parentCoverage: pair.parentCoverage,
    children: children ?? { p50: 0, p95: 0, max: 0 },
    facts: [
      fact("cardinality", cardinality),
      fact("reference_coverage", pair.coverage),
      fact("orphan_rows", pair.orphanRows),
      fact("orphan_keys", pair.orphanKeys),
      fact("parent_coverage", pair.parentCoverage),
      ...(children === undefined
        ? []
        : [
            fact("children_p50", children.p50),
            fact("children_p95", children.p95),
            fact("children_max", children.max),
          ]),
    ],
  };
}

function namesOf({ table, profile }: KnownColumn) {
  return { relation: table.relation.relation, column: profile.name };
}
