import { asRecord } from "#agents-schema/shapes.ts";
import type { DbtColumn, DbtModel, DbtSeed, DbtSnapshot, DbtSource } from "../dbt-project.ts";
import { columnsIn } from "../facts/columns-in.ts";
import type { EntryFacts, VersionFacts } from "../facts/property-facts.ts";
import { evaluate } from "../jinja/evaluate.ts";
import { parseTemplate } from "../jinja/parse-template.ts";
import { plainWorld } from "../jinja/plain-world.ts";
import { isRecord, type Value } from "../jinja/values.ts";
import { toSources } from "../read-property-file.ts";
import { describe, describeColumns, primaryKeyOf } from "./describe.ts";
import type { PlacedFile } from "./project-unit.ts";
import type { Found } from "./property-table.ts";
import {
  all,
  asWord,
  asWords,
  type ConfigSources,
  resolveConfig,
  setting,
} from "./resolve-config.ts";
import type { OpenReads, UnitContext } from "./unit-context.ts";

/** With references that are not looked up yet. */
export type Open<Node> = Omit<Node, "refs" | "sources" | "hasUnclearRefs"> & { reads: OpenReads };

/** A model whose columns nobody has asked for yet. */
export type OpenModel = Omit<Open<DbtModel>, "columns"> & {
  columnsOf: () => readonly DbtColumn[];
};

export function makeModel(file: PlacedFile, context: UnitContext): OpenModel {
  const { unit, table, docs } = context;
  const versioned = table.versions.get(file.name);
  const found =
    versioned === undefined
      ? table.models.get(file.name)
      : withVersion(table.models.get(versioned.of), versioned.version);
  const { config: sql, ...reads } = context.read(file.facts.template ?? {});
  const sources = context.configSources("models", [...file.directories, file.name], {
    properties: found?.facts.config ?? {},
    sql,
  });
  const { columns: _, ...described } = describe(withoutColumns(found), docs, unit.package);
  const language = file.path.endsWith(".py") ? "python" : "sql";
  const resolved = resolveConfig(sources);
  const config =
    language === "python"
      ? { ...resolved, materialized: resolved.materialized ?? "table" }
      : resolved;
  const name = versioned === undefined ? file.name : `${versioned.of}.v${versioned.version.number}`;
  return {
    ...described,
    columnsOf: () => describeColumns(found, docs, unit.package),
    name,
    path: file.path,
    language,
    reads,
    config:
      versioned === undefined || config.alias !== undefined
        ? config
        : { ...config, alias: `${versioned.of}_v${versioned.version.number}` },
    meta: metaOf(described.meta, sources),
    version:
      versioned === undefined
        ? undefined
        : { of: versioned.of, number: versioned.version.number, isLatest: versioned.isLatest },
    primaryKey: primaryKeyOf(found?.facts),
  };
}

export function makeSeed(file: PlacedFile, context: UnitContext): DbtSeed {
  const { unit, table, docs } = context;
  const found = table.seeds.get(file.name);
  const sources = context.configSources("seeds", [...file.directories, file.name], {
    properties: found?.facts.config ?? {},
    sql: new Map(),
  });
  const described = describe(found, docs, unit.package);
  return {
    ...described,
    name: file.name,
    path: file.path,
    meta: metaOf(described.meta, sources),
    config: resolveConfig(sources),
  };
}

/** Snapshots of blocks in SQL, and those that a property file declares. */
export function makeSnapshots(context: UnitContext): Open<DbtSnapshot>[] {
  const { unit, table } = context;
  const files = [...unit.files.snapshots, ...unit.files.models];
  const inSql = files.flatMap((file) =>
    (file.facts.snapshots ?? []).map((facts) => {
      const { config, ...reads } = context.read(facts);
      const steps = [...file.directories, file.name, facts.name];
      return makeSnapshot(facts.name, { path: file.path, steps, sql: config, reads }, context);
    }),
  );
  const isInSql = new Set(inSql.map(({ name }) => name));
  const inYaml = [...table.snapshots].flatMap(([name, { facts, path }]) => {
    if (isInSql.has(name) || facts.relation === undefined) return [];
    const text = facts.relation.includes("{{") ? facts.relation : `{{ ${facts.relation} }}`;
    const { refs, sources, unclearReads } = evaluate(parseTemplate(text).statements, plainWorld);
    const reads = { refs, sources, unclearReads };
    return [makeSnapshot(name, { path, steps: [name], sql: new Map(), reads }, context)];
  });
  return [...inSql, ...inYaml];
}

function makeSnapshot(
  name: string,
  given: {
    path: string;
    steps: readonly string[];
    sql: ReadonlyMap<string, Value>;
    reads: OpenReads;
  },
  context: UnitContext,
): Open<DbtSnapshot> {
  const { path, steps, sql, reads } = given;
  const found = context.table.snapshots.get(name);
  const properties = found?.facts.config ?? {};
  const sources = context.configSources("snapshots", steps, { properties, sql });
  const described = describe(found, context.docs, context.unit.package);
  const config = resolveConfig(sources);
  const checked = setting(sources, "check_cols");
  return {
    ...described,
    name,
    path,
    reads,
    config: {
      ...config,
      materialized: "snapshot",
      // Older snapshots name where they are built themselves.
      schema: config.schema ?? asWord(setting(sources, "target_schema")),
      database: config.database ?? asWord(setting(sources, "target_database")),
    },
    meta: metaOf(described.meta, sources),
    strategy: asWord(setting(sources, "strategy")),
    updatedAt: asWord(setting(sources, "updated_at")),
    checkColumns: checked === "all" ? "all" : asWords(checked),
  };
}

export function makeSources(context: UnitContext, usualDatabase: string | undefined): DbtSource[] {
  const { unit, table, docs } = context;
  return [...table.sources].flatMap(([name, { facts, path }]) => {
    const [entry] = toSources({ ...facts.source, tables: [facts.table] });
    if (entry === undefined) return [];
    const sources = context.configSources("sources", [facts.source.name, facts.table.name], {
      properties: entry.config,
      sql: new Map(),
    });
    const enabled = setting(sources, "enabled");
    const described = describe({ facts: facts.table, path }, docs, unit.package);
    return [
      {
        ...described,
        name,
        meta: entry.meta,
        database:
          entry.database === undefined ? usualDatabase : asWord(context.render(entry.database)),
        schema: asWord(context.render(entry.schema)),
        identifier: asWord(context.render(entry.identifier)) ?? entry.identifier,
        loadedAtField: entry.loadedAtField,
        enabled: enabled !== false && enabled !== "false" && enabled !== "False",
      },
    ];
  });
}

function withoutColumns(found: Found<EntryFacts> | undefined): Found<EntryFacts> | undefined {
  return found === undefined ? undefined : { ...found, facts: { ...found.facts, columns: [] } };
}

/** A model's properties as one of its versions has them. */
function withVersion(
  found: Found<EntryFacts> | undefined,
  version: VersionFacts,
): Found<EntryFacts> | undefined {
  if (found === undefined) return undefined;
  const { all: hasAll = true, except = [] } = version.includes ?? {};
  const own = version.columns ?? [];
  const isOwn = new Set([...own.map(({ name }) => name), ...except]);
  const common = hasAll ? columnsIn(found.facts).filter(({ name }) => !isOwn.has(name)) : [];
  return {
    path: found.path,
    facts: {
      ...found.facts,
      ...(version.description === undefined ? {} : { description: version.description }),
      config: { ...found.facts.config, ...version.config },
      columns: [...common, ...own],
    },
  };
}

/** `meta` of every level; the nearest wins. */
function metaOf(
  inProperties: Readonly<Record<string, unknown>>,
  sources: ConfigSources,
): Readonly<Record<string, unknown>> {
  const others = all({ ...sources, properties: {} }, "meta").filter(isRecord);
  return others.length === 0 ? inProperties : Object.assign({}, ...others, asRecord(inProperties));
}
