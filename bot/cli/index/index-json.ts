import type { DbtProject, DbtProperties, DbtReads } from "#runner/dbt/dbt-project.ts";
import type { ProjectGraph } from "#runner/dbt/project-graph.ts";
import { projectEdges } from "./project-edges.ts";

/** The project as `buster index --json` prints it. What is empty or unknown is left out. */
export function indexJson(project: DbtProject, graph: ProjectGraph): object {
  const { models, seeds, snapshots, sources } = project;
  return {
    name: project.name,
    root: project.root === "" ? "." : project.root,
    models: models.map((model) => ({
      ...about(model),
      language: model.language,
      ...configOf(model),
      ...filled({ version: model.version?.number, primary_key: model.primaryKey }),
      ...reads(model),
      ...properties(model),
    })),
    seeds: seeds.map((seed) => ({ ...about(seed), ...configOf(seed), ...properties(seed) })),
    sources: sources.map((source) => ({
      name: source.name,
      ...filled({
        path: source.yamlPath,
        database: source.database,
        schema: source.schema,
        identifier: source.identifier,
        loaded_at_field: source.loadedAtField,
      }),
      enabled: source.enabled,
      ...properties(source),
    })),
    snapshots: snapshots.map((snapshot) => ({
      ...about(snapshot),
      ...configOf(snapshot),
      ...filled({ strategy: snapshot.strategy, updated_at: snapshot.updatedAt }),
      ...reads(snapshot),
      ...properties(snapshot),
    })),
    analyses: project.analyses.map((query) => ({ ...about(query), ...reads(query) })),
    tests: project.tests.map((query) => ({ ...about(query), ...reads(query) })),
    unit_tests: project.unitTests.map((test) => ({ ...about(test), model: test.model })),
    exposures: project.exposures.map((exposure) => ({
      ...about(exposure),
      type: exposure.type,
      ...filled({ label: exposure.label, url: exposure.url, maturity: exposure.maturity }),
      owner: exposure.owner,
      ...filled({ description: exposure.description, metrics: exposure.metrics }),
      ...reads(exposure),
    })),
    metrics: project.metrics.map((metric) => ({
      ...about(metric),
      type: metric.type,
      ...filled({ label: metric.label, description: metric.description }),
      depends_on: metric.dependsOn,
    })),
    semantic_models: project.semanticModels.map((semantic) => ({
      ...about(semantic),
      ...filled({ model: semantic.model, description: semantic.description }),
      entities: semantic.entities,
      dimensions: semantic.dimensions,
      measures: semantic.measures,
    })),
    macros: project.macros.map((macro) => ({
      ...about(macro),
      line: macro.line,
      arguments: macro.arguments,
      calls: macro.calls,
      ...filled({ description: macro.description }),
    })),
    groups: project.groups.map((group) => ({ ...about(group), owner: group.owner })),
    docs: project.docs.map(about),
    packages: project.packages.map((vendored) => ({
      name: vendored.name,
      root: vendored.root,
      models: vendored.models.map(({ name }) => name),
      sources: vendored.sources.map(({ name }) => name),
      macros: vendored.macros.length,
    })),
    edges: projectEdges(graph),
    problems: project.problems,
  };
}

function about({ name, path }: { name: string; path: string }): { name: string; path: string } {
  return { name, path };
}

function configOf({ config }: Pick<DbtProject["seeds"][number], "config">): object {
  const { materialized, database, schema, alias, tags, group, access, uniqueKey } = config;
  return {
    enabled: config.enabled,
    ...filled({ materialized, database, schema, alias, tags, group, access }),
    ...filled({ unique_key: uniqueKey, unclear: config.unclear }),
    ...(config.contract ? { contract: true } : {}),
  };
}

function reads({ refs, sources, hasUnclearRefs }: DbtReads): object {
  return { refs, sources, ...(hasUnclearRefs ? { has_unclear_refs: true } : {}) };
}

function properties({ description, columns, checks, yamlPath }: DbtProperties): object {
  return filled({
    described_in: yamlPath,
    description,
    tests: checks.map(({ name, arguments: given }) => ({ name, arguments: given })),
    columns: columns.map((column) => ({
      name: column.name,
      ...filled({
        description: column.description,
        data_type: column.dataType,
        tests: column.checks.map(({ name, arguments: given, to }) => ({
          name,
          ...filled({ to }),
          ...(Object.keys(given).length > 0 ? { arguments: given } : {}),
        })),
      }),
    })),
  });
}

/** Without what is undefined, "" or []. */
function filled(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => {
      if (Array.isArray(value)) return value.length > 0;
      return value !== undefined && value !== "";
    }),
  );
}
