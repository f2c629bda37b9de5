import { asList, asRecord } from "#agents-schema/shapes.ts";
import type { DbtConstraint } from "../dbt-properties.ts";
import { parseYaml, type YamlProblem } from "../parse-yaml.ts";
import type {
  ColumnFacts,
  DescribedFacts,
  EntryFacts,
  PropertyFacts,
  SourceFacts,
  VersionFacts,
} from "./property-facts.ts";
import { readChecks } from "./read-checks.ts";

type Written = Readonly<Record<string, unknown>>;

/** Reads a property file of dbt. Entries without a name, and keys that nobody here asks for, are passed over. */
export function readPropertyFacts(
  text: string,
): { facts: PropertyFacts; doubt?: YamlProblem } | YamlProblem {
  const yaml = parseYaml(text);
  if ("problem" in yaml) return yaml;
  if (yaml.value === null || yaml.value === undefined) return { facts: {} };
  if (typeof yaml.value !== "object" || Array.isArray(yaml.value)) {
    return { problem: "a mapping with models, seeds or sources is expected", line: 1 };
  }
  const file = asRecord(yaml.value);
  const facts: PropertyFacts = withoutEmpty({
    models: named(file.models).map(readEntry),
    seeds: named(file.seeds).map(readEntry),
    snapshots: named(file.snapshots).map(readEntry),
    sources: named(file.sources).map(readSource),
    analyses: named(file.analyses).map(readEntry),
    tests: named(file.data_tests ?? file.tests).map(readEntry),
    macros: named(file.macros).map(readEntry),
    exposures: named(file.exposures),
    metrics: named(file.metrics),
    semanticModels: named(file.semantic_models),
    groups: named(file.groups),
    unitTests: named(file.unit_tests),
  });
  return yaml.doubt === undefined ? { facts } : { facts, doubt: yaml.doubt };
}

/** The records of a list that have a name; a number may be one. */
function named(list: unknown): (Written & { name: string })[] {
  return asList(list).flatMap((item) => {
    const record = asRecord(item);
    const name = word(record.name);
    return name === undefined ? [] : [{ ...record, name }];
  });
}

function readEntry(entry: Written & { name: string }): EntryFacts {
  const beside = ["access", "group", "tags", "latest_version"].flatMap((key) =>
    entry[key] === undefined || key === "latest_version" ? [] : [[key, entry[key]] as const],
  );
  return withoutEmpty({
    ...readDescribed(entry),
    columns: named(entry.columns).map(readColumn),
    config: { ...Object.fromEntries(beside), ...asRecord(entry.config) },
    versions: asList(entry.versions).flatMap(readVersion),
    latestVersion: word(entry.latest_version),
    relation: word(entry.relation),
  });
}

function readDescribed(entry: Written & { name: string }): DescribedFacts {
  const description = typeof entry.description === "string" ? entry.description.trim() : "";
  return withoutEmpty({
    name: entry.name,
    description,
    checks: readChecks(entry),
    meta: { ...asRecord(entry.meta), ...asRecord(asRecord(entry.config).meta) },
    constraints: asList(entry.constraints).flatMap(readConstraint),
  });
}

function readColumn(column: Written & { name: string }): ColumnFacts {
  return withoutEmpty({
    ...readDescribed(column),
    dataType: word(column.data_type),
    tags: words(column.tags ?? asRecord(column.config).tags),
  });
}

function readConstraint(constraint: unknown): DbtConstraint[] {
  const { type, columns, expression } = asRecord(constraint);
  if (typeof type !== "string") return [];
  return [{ type: type.toLowerCase(), columns: words(columns), expression: word(expression) }];
}

function readVersion(version: unknown): VersionFacts[] {
  const written = asRecord(version);
  const number = word(written.v);
  if (number === undefined) return [];
  const columns = asList(written.columns).map(asRecord);
  const included = columns.find((column) => column.include !== undefined);
  return [
    withoutEmpty({
      number,
      definedIn: word(written.defined_in),
      description: word(written.description),
      config: asRecord(written.config),
      columns: named(columns).map(readColumn),
      includes: {
        all: columns.length === 0 || ["all", "*"].includes(String(included?.include)),
        except: words(included?.exclude),
      },
    }),
  ];
}

function readSource(source: Written & { name: string }): SourceFacts {
  const config = asRecord(source.config);
  return {
    ...withoutEmpty({
      name: source.name,
      description: word(source.description)?.trim(),
      database: word(source.database),
      schema: word(source.schema),
      loadedAtField: word(source.loaded_at_field ?? config.loaded_at_field),
      config,
      meta: { ...asRecord(source.meta), ...asRecord(config.meta) },
    }),
    tables: named(source.tables).map((table) =>
      withoutEmpty({
        ...readEntry(table),
        identifier: word(table.identifier),
        loadedAtField: word(table.loaded_at_field ?? asRecord(table.config).loaded_at_field),
      }),
    ),
  };
}

function word(value: unknown): string | undefined {
  const isWord =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isWord ? String(value) : undefined;
}

function words(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return asList(value).flatMap((item) => word(item) ?? []);
}

type Filled<Facts> = { [Key in keyof Facts]: Exclude<Facts[Key], undefined> };

/** Without what is undefined, "", [] or {}. */
function withoutEmpty<Facts extends object>(facts: Facts): Filled<Facts> {
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(facts)) {
    if (value === undefined || value === "") continue;
    if (typeof value === "object" && value !== null && isEmpty(value)) continue;
    kept[key] = value;
  }
  return kept as Filled<Facts>;
}

function isEmpty(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false;
  return true;
}
