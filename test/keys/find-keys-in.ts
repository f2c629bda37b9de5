import {
  type DiscoveredKeys,
  discoverRelationships,
  type KeysOfProject,
} from "#runner/documentation/discover-relationships.ts";
import { profileRelation } from "#runner/documentation/profile-relation.ts";
import { createWarehousePool } from "#runner/documentation/warehouse-pool.ts";
import type { MeasuredRelation } from "#runner/keys/measured-relation.ts";
import type { Clock, Warehouse } from "#runner/ports.ts";

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} };
export const clock: Clock = { now: () => new Date(), sleep: async () => undefined };

export interface FoundKeys extends DiscoveredKeys {
  profiles: readonly MeasuredRelation[];
  /** `child.column -> parent.column`, sorted. */
  pairs: readonly string[];
  /** Columns that a search without any idea would compare, both ways. */
  columnPairs: number;
}

/** Measures the tables of a schema as a documentation does, and looks for their keys. */
export async function findKeysIn(
  open: () => Promise<Warehouse>,
  schema: string,
  tables: readonly string[],
  known: Partial<KeysOfProject> = {},
): Promise<FoundKeys> {
  const pool = createWarehousePool(open, 2);
  const world = { clock, signal: new AbortController().signal, tag: "test" };
  try {
    const profiles: MeasuredRelation[] = [];
    for (const name of tables) {
      const relation = { schema, name };
      const profiled = await pool.use(async (warehouse) => {
        const columns = (await warehouse.columns(relation)) ?? [];
        return profileRelation({ ...world, warehouse }, { subject: name, relation, columns });
      });
      if (profiled.kind !== "profiled") throw new Error(`${name}: ${profiled.reason}`);
      profiles.push(profiled.profile);
    }
    const found = await discoverRelationships(
      { ...world, pool, timeoutMs: 60_000, width: 2 },
      { profiles, project: undefined, lineages: new Map(), ...known },
    );
    const columns = profiles.reduce((sum, profile) => sum + profile.columns.length, 0);
    const pairs = found.relationships
      .map(({ child, parent }) => `${nameOf(child)} -> ${nameOf(parent)}`)
      .sort();
    return { ...found, profiles, pairs, columnPairs: columns * (columns - 1) };
  } finally {
    await pool.close();
  }
}

/** Share of what was found that is true, and of what is true that was found. */
export function score(found: readonly string[], truth: readonly string[]) {
  const right = found.filter((pair) => truth.includes(pair)).length;
  return { precision: right / found.length, recall: right / truth.length };
}

function nameOf({ subject, column }: { subject: string; column: string }): string {
  return `${subject}.${column}`;
}
