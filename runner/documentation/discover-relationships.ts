import type { DbtProject } from "../dbt/dbt-project.ts";
import { chooseParents } from "../keys/choose-parents.ts";
import { describeColumns } from "../keys/describe-columns.ts";
import { explainDeclarations, explainRivals } from "../keys/explain-choices.ts";
import { findPairs } from "../keys/find-pairs.ts";
import { groupKeys } from "../keys/group-keys.ts";
import type { MeasuredRelation } from "../keys/measured-relation.ts";
import { placeNodes } from "../keys/place-nodes.ts";
import { readDeclarations } from "../keys/read-declarations.ts";
import type { CompositeKey, Relationship } from "../keys/relationship.ts";
import { toRelationship } from "../keys/to-relationship.ts";
import { traceOrigins } from "../keys/trace-origins.ts";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { KeyWorld } from "./keys/ask-about-keys.ts";
import { confirmKeys } from "./keys/confirm-keys.ts";
import { findCompositeKeys } from "./keys/find-composite-keys.ts";
import { verifyPairs } from "./keys/verify-pairs.ts";

export interface KeysOfProject {
  profiles: readonly MeasuredRelation[];
  project: DbtProject | undefined;
  /** By node name; what is missing is unknown. */
  lineages: ReadonlyMap<string, ColumnLineage>;
}

export interface DiscoveredKeys {
  relationships: readonly Relationship[];
  compositeKeys: readonly CompositeKey[];
  /** What could not be verified and why, as sentences. */
  notes: readonly string[];
  /** Statements asked, for those who count. */
  statements: number;
}

/**
 * Finds which columns refer to which, and which are unique together. Candidates come of what was measured,
 * declared and joined; each relationship is counted on every row, one statement for each relation. A
 * statement that goes wrong is a note. Stopped, it gives what was verified by then.
 */
export async function discoverRelationships(
  world: KeyWorld,
  { profiles, project, lineages }: KeysOfProject,
): Promise<DiscoveredKeys> {
  const notes: string[] = [];
  let statements = 0;
  const counting: KeyWorld = {
    ...world,
    count: () => {
      statements += 1;
    },
  };
  const origins = traceOrigins(lineages);
  const places = placeNodes(project);
  const declared = readDeclarations(project);

  const measured = await confirmKeys(counting, profiles, declared, notes);
  const tables = describeColumns(measured, origins, declared);
  const groups = groupKeys(tables, origins, places);
  const pairs = findPairs({ tables, groups, origins, places, declared });
  const verified = await verifyPairs(counting, pairs, notes);
  const at = world.clock.now().toISOString();
  const chosen = chooseParents(verified);
  notes.push(...explainDeclarations(tables, declared), ...explainRivals(verified, chosen));
  const relationships = chosen.map((pair) => toRelationship(pair, at));
  const compositeKeys = await findCompositeKeys(counting, tables, declared, notes);
  return { relationships, compositeKeys, notes, statements };
}
