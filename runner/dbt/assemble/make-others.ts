import { asList, asRecord } from "#agents-schema/shapes.ts";
import type {
  DbtDoc,
  DbtExposure,
  DbtGroup,
  DbtMacro,
  DbtMetric,
  DbtQuery,
  DbtSemanticModel,
  DbtUnitTest,
} from "../dbt-project.ts";
import { evaluate } from "../jinja/evaluate.ts";
import { parseTemplate } from "../jinja/parse-template.ts";
import { plainWorld } from "../jinja/plain-world.ts";
import { readReference } from "../read-reference.ts";
import type { Open } from "./make-relations.ts";
import type { PlacedFile, ProjectUnit } from "./project-unit.ts";
import type { PropertyTable } from "./property-table.ts";
import { resolveConfig } from "./resolve-config.ts";
import type { OpenReads, UnitContext } from "./unit-context.ts";

type Written = Readonly<Record<string, unknown>>;

/** Everything that one key of the property files lists. */
function listed(
  table: PropertyTable,
  key: "exposures" | "metrics" | "semanticModels" | "groups" | "unitTests",
): (Written & { name: string; path: string })[] {
  return table.files.flatMap(({ path, facts }) =>
    (facts[key] ?? []).map((written) => ({ ...written, name: text(written.name), path })),
  );
}

/** An analysis or a singular test. */
export function makeQuery(
  file: PlacedFile,
  kind: "analyses" | "tests",
  context: UnitContext,
): Open<DbtQuery> {
  const { config: sql, ...reads } = context.read(file.facts.template ?? {});
  const facts = context.table[kind].get(file.name)?.facts;
  const tree = kind === "tests" ? "tests" : "models";
  const steps = kind === "tests" ? [...file.directories, file.name] : [];
  const sources = context.configSources(tree, steps, { properties: facts?.config ?? {}, sql });
  return {
    name: file.name,
    path: file.path,
    ...context.docs.describe(facts?.description ?? "", context.unit.package),
    reads,
    enabled: kind === "analyses" ? sql.get("enabled") !== false : resolveConfig(sources).enabled,
  };
}

export function makeExposures(context: UnitContext): Open<DbtExposure>[] {
  return listed(context.table, "exposures").map((written) => {
    const { depends_on: dependsOn, owner, config } = written;
    const sources = context.configSources("exposures", [written.name], {
      properties: asRecord(config),
      sql: new Map(),
    });
    const wanted = asList(dependsOn).map(text);
    return {
      name: written.name,
      path: written.path,
      type: text(written.type),
      label: text(written.label),
      owner: toOwner(owner),
      url: text(written.url),
      maturity: text(written.maturity),
      ...context.docs.describe(text(written.description).trim(), context.unit.package),
      reads: readTexts(wanted),
      metrics: wanted.flatMap((one) => /^\s*metric\(\s*['"]([^'"]+)['"]\s*\)/.exec(one)?.[1] ?? []),
      enabled: resolveConfig(sources).enabled,
    };
  });
}

function readTexts(texts: readonly string[]): OpenReads {
  const template = texts.map((one) => `{{ ${one} }}`).join("\n");
  const { refs, sources, unclearReads } = evaluate(parseTemplate(template).statements, plainWorld);
  return { refs, sources, unclearReads };
}

export function makeSemanticModels(context: UnitContext): DbtSemanticModel[] {
  const parts = (list: unknown) =>
    asList(list).map((item) => {
      const { name, type, agg, expr } = asRecord(item);
      return { name: text(name), type: text(type), aggregation: text(agg), expression: text(expr) };
    });
  return listed(context.table, "semanticModels").map((written) => ({
    name: written.name,
    path: written.path,
    model: readReference(written.model),
    ...context.docs.describe(text(written.description).trim(), context.unit.package),
    entities: parts(written.entities),
    dimensions: parts(written.dimensions),
    measures: parts(written.measures),
    enabled: asRecord(written.config).enabled !== false,
  }));
}

export function makeMetrics(
  context: UnitContext,
  semanticModels: readonly DbtSemanticModel[],
): DbtMetric[] {
  const owners = new Map(
    semanticModels.flatMap(({ name, measures }) => measures.map((measure) => [measure.name, name])),
  );
  return listed(context.table, "metrics").map((written) => {
    const given = asRecord(written.type_params);
    const measures = [given.measure, ...["numerator", "denominator"].map((key) => given[key])];
    const model = readReference(written.model);
    const inConversion = asRecord(given.conversion_type_params);
    const ofMeasures = [
      given.measure,
      inConversion.base_measure,
      inConversion.conversion_measure,
    ].flatMap((one) => owners.get(nameIn(one)) ?? []);
    const ofMetrics = [...measures.slice(1), ...asList(given.metrics)]
      .map(nameIn)
      .filter((name) => name !== "");
    return {
      name: written.name,
      path: written.path,
      type: text(written.type ?? written.calculation_method),
      label: text(written.label),
      ...context.docs.describe(text(written.description).trim(), context.unit.package),
      dependsOn: [
        ...(model === undefined ? [] : [model]),
        ...new Set(ofMeasures.map((name) => `semantic_model:${name}`)),
        ...new Set(ofMetrics.map((name) => `metric:${name}`)),
      ],
      enabled: asRecord(written.config).enabled !== false,
    };
  });
}

export function makeGroups(table: PropertyTable): DbtGroup[] {
  return listed(table, "groups").map(({ name, path, owner }) => ({
    name,
    path,
    owner: toOwner(owner),
  }));
}

export function makeUnitTests(table: PropertyTable): DbtUnitTest[] {
  return listed(table, "unitTests").map(({ name, path, model }) => ({
    name,
    path,
    model: text(model),
  }));
}

export function makeMacros(unit: ProjectUnit, table: PropertyTable): DbtMacro[] {
  return [...unit.files.macros, ...unit.files.tests].flatMap(({ path, facts }) =>
    (facts.macros ?? []).map(({ name, line, parameters, body, calls }) => ({
      name,
      path,
      line,
      package: unit.package,
      arguments: parameters.map((parameter) => parameter.name),
      parameters,
      body,
      calls,
      description: table.macros.get(name)?.facts.description ?? "",
    })),
  );
}

export function makeDocs(unit: ProjectUnit): DbtDoc[] {
  return unit.docs.flatMap(({ path, facts }) =>
    (facts.docs ?? []).map(({ name, text: block }) => ({ name, path, text: block })),
  );
}

function toOwner(owner: unknown): { name: string; email: string } {
  const { name, email } = asRecord(owner);
  return {
    name: text(name),
    email: Array.isArray(email) ? email.map(text).join(", ") : text(email),
  };
}

/** A measure or metric by name, or as `{name: …}`. */
function nameIn(value: unknown): string {
  return typeof value === "string" ? value : text(asRecord(value).name);
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
