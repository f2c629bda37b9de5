import { asRecord } from "#agents-schema/shapes.ts";
import type { DbtModel, DbtReads, DbtSeed, DbtSnapshot, DbtSource } from "../dbt-project.ts";
import { columnsIn } from "../facts/columns-in.ts";
import type { EntryFacts, VersionFacts } from "../facts/property-facts.ts";
import { evaluate } from "../jinja/evaluate.ts";
import { parseTemplate } from "../jinja/parse-template.ts";
import { plainWorld } from "../jinja/plain-world.ts";
import { isRecord, type Value } from "../jinja/values.ts";
import { toSources } from "../read-property-file.ts";
import {
  describe,
  describeColumns,
  describeWithoutColumns,
  primaryKeyOf,
  withColumns,
} from "./describe.ts";
import type { PlacedFile } from "./project-unit.ts";
import type { Found } from "./property-table.ts";
import {
  all,
  asWord,
  asWords,
  type ConfigSources,
  isSetAround,
  resolveConfig,
  setting,
} from "./resolve-config.ts";
import type { OpenReads, UnitContext } from "./unit-context.ts";

const noSettings: ReadonlyMap<string, Value> = new Map();

/** With references that are not looked up yet. */
export type Open<Node> = Omit<Node, "refs" | "sources" | "hasUnclearRefs"> & { reads: OpenReads };

/** A model whose references are not looked up yet. */
export interface OpenModel extends Pick<DbtModel, "name" | "path" | "config" | "version"> {
  found: Found<EntryFacts> | undefined;
  reads: OpenReads;
  sources: ConfigSources;
}

export function makeModel(file: PlacedFile, context: UnitContext): OpenModel {
  const { table } = context;
  const versioned = table.versions.get(file.name);
  const found =
    versioned === undefined
      ? table.models.get(file.name)
      : withVersion(table.models.get(versioned.of), versioned.version);
  const reads = context.read(file.facts.template ?? {});
  const sources = context.configSources("models", [...file.directories, file.name], {
    properties: found?.facts.config,
    sql: reads.config,
  });
  const config = resolveConfig(sources);
  const { path } = file;
  if (versioned === undefined) {
    return { name: file.name, path, found, reads, sources, config, version: undefined };
  }
  const { of, isLatest } = versioned;
  const { number } = versioned.version;
  return {
    name: `${of}.v${number}`,
    path,
    found,
    reads,
    sources,
    config: config.alias === undefined ? { ...config, alias: `${of}_v${number}` } : config,
    version: { of, number, isLatest },
  };
}

/** The model with what it reads. Its columns are made when somebody looks at them first. */
export function finishModel(model: OpenModel, reads: DbtReads, context: UnitContext): DbtModel {
  const { name, path, found, sources, config, version } = model;
  const { docs, unit } = context;
  const { meta, ...described } = describeWithoutColumns(found, docs, unit.package);
  const isPython = path.endsWith(".py");
  const { materialized = "table" } = config;
  return withColumns(
    {
      ...described,
      ...reads,
      name,
      path,
      language: isPython ? ("python" as const) : ("sql" as const),
      config: isPython ? { ...config, materialized } : config,
      meta: metaOf(meta, sources),
      version,
      primaryKey: primaryKeyOf(found?.facts),
    },
    () => describeColumns(found, docs, unit.package),
  );
}

export function makeSeed(file: PlacedFile, context: UnitContext): DbtSeed {
  const { unit, table, docs } = context;
  const found = table.seeds.get(file.name);
  const sources = context.configSources("seeds", [...file.directories, file.name], {
    properties: found?.facts.config,
    sql: noSettings,
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
    return [makeSnapshot(name, { path, steps: [name], sql: noSettings, reads }, context)];
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
  const properties = found?.facts.config;
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
      sql: noSettings,
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
  if (!isSetAround(sources, "meta")) return inProperties;
  const others = all({ ...sources, properties: {} }, "meta").filter(isRecord);
  return others.length === 0 ? inProperties : Object.assign({}, ...others, asRecord(inProperties));
}
