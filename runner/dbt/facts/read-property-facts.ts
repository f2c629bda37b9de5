import { asList, asRecord } from "#agents-schema/shapes.ts";
import type { DbtConstraint } from "../dbt-properties.ts";
import { parseYaml, type YamlProblem } from "../parse-yaml.ts";
import type {
  ColumnFacts,
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
    models: named(file.models).map(readModel),
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

type Named = Written & { name: string };

/** The records of a list that have a name; a number may be one. */
function named(list: unknown): readonly Named[] {
  return list === undefined ? none : asList(list).flatMap((item) => toNamed(item) ?? none);
}

function toNamed(item: unknown): Named | undefined {
  const record = asRecord(item);
  if (hasName(record)) return record;
  const name = word(record.name);
  return name === undefined ? undefined : { ...record, name };
}

function hasName(record: Written): record is Named {
  return typeof record.name === "string";
}

const none: readonly never[] = [];

function readModel(model: Named): EntryFacts {
  return toEntry(model, readColumns(model.columns));
}

function readEntry(entry: Named): EntryFacts {
  return toEntry(entry, named(entry.columns).map(readColumn));
}

function toEntry(entry: Named, columns: EntryFacts["columns"]): EntryFacts {
  const beside = ["access", "group", "tags", "latest_version"].flatMap((key) =>
    entry[key] === undefined || key === "latest_version" ? [] : [[key, entry[key]] as const],
  );
  return withoutEmpty({
    ...readDescribed(entry),
    columns,
    config: { ...Object.fromEntries(beside), ...asRecord(entry.config) },
    versions: asList(entry.versions).flatMap(readVersion),
    latestVersion: word(entry.latest_version),
    relation: word(entry.relation),
  });
}

/** What models and columns have in common. There are ten times as many columns as anything else, so this is spare. */
function readDescribed(entry: Named): Mutable<ColumnFacts> {
  const facts: Mutable<ColumnFacts> = { name: entry.name };
  const { description, meta, config, constraints } = entry;
  if (typeof description === "string" && description !== "") facts.description = description.trim();
  const checks = readChecks(entry);
  if (checks.length > 0) facts.checks = checks;
  const inConfig = config === undefined ? undefined : asRecord(config).meta;
  if (meta !== undefined || inConfig !== undefined) {
    const both = { ...asRecord(meta), ...asRecord(inConfig) };
    if (!isEmpty(both)) facts.meta = both;
  }
  if (constraints !== undefined) {
    const found = asList(constraints).flatMap(readConstraint);
    if (found.length > 0) facts.constraints = found;
  }
  return facts;
}

/** A model's columns are read when somebody asks: most are never looked at. Those that may be a key are looked at by all. */
function readColumns(written: unknown): EntryFacts["columns"] {
  const columns = asList(written);
  if (columns.length === 0) return undefined;
  const read = () => named(columns).map(readColumn);
  return columns.some((column) => asRecord(column).constraints !== undefined) ? read() : read;
}

function readColumn(column: Named): ColumnFacts {
  const facts = readDescribed(column);
  const dataType = word(column.data_type);
  if (dataType !== undefined && dataType !== "") facts.dataType = dataType;
  const written =
    column.tags ?? (column.config === undefined ? undefined : asRecord(column.config).tags);
  const tags = written === undefined ? none : words(written);
  if (tags.length > 0) facts.tags = tags;
  return facts;
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

function readSource(source: Named): SourceFacts {
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

type Mutable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] };

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
