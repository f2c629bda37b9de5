import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fact } from "#agents-schema/fact.ts";
import { contextOfBrief } from "#runner/documentation/context-of-brief.ts";
import { discoverRelationships } from "#runner/documentation/discover-relationships.ts";
import { profileRelation } from "#runner/documentation/profile-relation.ts";
import { createWarehousePool } from "#runner/documentation/warehouse-pool.ts";
import { numberFacts } from "#runner/facts/number-facts.ts";
import type { Statement } from "#runner/facts/statement.ts";
import type { StatementContext } from "#runner/facts/statement-context.ts";
import type { RelationProfile } from "#runner/profile/relation-profile.ts";
import { openWarehouse } from "#runner/warehouse/open-warehouse.ts";
import type { Brief } from "#runner/writing/brief.ts";
import { createBuiltInWriter } from "#runner/writing/create-built-in-writer.ts";
import { loadIntoDuckDb } from "../adventureworks/load-tables.ts";
import { readTables, type Shop } from "../adventureworks/read-tables.ts";
import { silentLog } from "../workshop/silent-log.ts";

/** What is known and written of one table of a shop. */
export interface Page {
  subject: string;
  facts: readonly Fact[];
  /** By the built-in writer. */
  statements: readonly Statement[];
  context: StatementContext;
}

const clock = { now: () => new Date("2026-11-24T10:00:00Z"), sleep: async () => undefined };
const nothing = {
  description: "",
  columns: [],
  tests: [],
  checks: [],
  meta: {},
  constraints: [],
  yamlPath: undefined,
};

/** Measures a shop and lets the built-in writer write of all its tables. */
export async function writeShopPages(shop: Shop = "adventureworks"): Promise<readonly Page[]> {
  const directory = await mkdtemp(join(tmpdir(), "buster-test-facts-"));
  const path = join(directory, "shop.duckdb");
  await loadIntoDuckDb(path, shop);
  const warehouse = await openWarehouse({ kind: "duckdb", path }, silentLog);
  const pool = createWarehousePool(async () => warehouse, 1);
  const world = { clock, signal: new AbortController().signal, tag: "test", timeoutMs: 30_000 };
  try {
    const profiles: RelationProfile[] = [];
    for (const { name } of await readTables(shop)) {
      const relation = { schema: shop, name };
      const columns = (await warehouse.columns(relation)) ?? [];
      const answer = await profileRelation(
        { ...world, warehouse },
        { subject: `shop.${name}`, relation, columns },
      );
      if (answer.kind !== "profiled") throw new Error(answer.reason);
      profiles.push(answer.profile);
    }
    const about = { profiles, project: undefined, lineages: new Map() };
    const keys = await discoverRelationships({ ...world, pool, width: 1 }, about);
    return await Promise.all(profiles.map((profile) => toPage(profile, keys)));
  } finally {
    await pool.close();
    await rm(directory, { recursive: true });
  }
}

async function toPage(
  { facts: measured, ...profile }: RelationProfile,
  keys: Awaited<ReturnType<typeof discoverRelationships>>,
): Promise<Page> {
  const { subject } = profile;
  const relationships = keys.relationships.filter(({ child }) => child.subject === subject);
  const compositeKeys = keys.compositeKeys.filter((key) => key.subject === subject);
  const facts = numberFacts(undefined, [
    ...measured,
    ...relationships.flatMap((one) => one.facts),
    ...compositeKeys.map(({ fact }) => fact),
  ]);
  const brief: Brief = {
    ...{ name: subject, kind: "source", sql: undefined, profile, unmeasured: undefined, facts },
    ...{ lineage: { kind: "unknown", reason: "it has no SQL" }, upstream: [], downstream: [] },
    ...{ relationships, compositeKeys, existing: nothing, inherited: [], denied: [] },
  };
  const { statements } = await createBuiltInWriter().write(brief, []);
  return { subject, facts, statements, context: contextOfBrief(brief) };
}
