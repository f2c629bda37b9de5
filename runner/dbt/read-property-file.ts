import type { DbtCheck, DbtColumn, DbtProperties } from "./dbt-properties.ts";
import { columnsIn } from "./facts/columns-in.ts";
import type { CheckFacts, ColumnFacts, EntryFacts, SourceFacts } from "./facts/property-facts.ts";
import { readPropertyFacts } from "./facts/read-property-facts.ts";
import { readReference } from "./read-reference.ts";

/** What a property file says of one model, seed or source table. */
export interface PropertyEntry extends Omit<DbtProperties, "yamlPath"> {
  name: string;
  config: Readonly<Record<string, unknown>>;
}

export interface SourceEntry extends PropertyEntry {
  source: string;
  table: string;
  database: string | undefined;
  schema: string;
  identifier: string;
  loadedAtField: string | undefined;
}

export interface PropertyFile {
  models: readonly PropertyEntry[];
  seeds: readonly PropertyEntry[];
  snapshots: readonly PropertyEntry[];
  sources: readonly SourceEntry[];
}

/** Reads a property file of dbt. Descriptions are as written: `{{ doc('x') }}` stays. */
export function readPropertyFile(text: string): PropertyFile | { problem: string } {
  const read = readPropertyFacts(text);
  if ("problem" in read) return { problem: read.problem };
  const { facts } = read;
  return {
    models: (facts.models ?? []).map(toEntry),
    seeds: (facts.seeds ?? []).map(toEntry),
    snapshots: (facts.snapshots ?? []).map(toEntry),
    sources: (facts.sources ?? []).flatMap(toSources),
  };
}

function toEntry(facts: EntryFacts): PropertyEntry {
  const checks = (facts.checks ?? []).map(toCheck);
  return {
    name: facts.name,
    description: facts.description ?? "",
    columns: columnsIn(facts).map(toColumn),
    tests: checks.map(({ name }) => name),
    checks,
    meta: facts.meta ?? {},
    constraints: facts.constraints ?? [],
    config: facts.config ?? {},
  };
}

export function toSources(source: SourceFacts): SourceEntry[] {
  return source.tables.map((table) => ({
    ...toEntry(table),
    name: `${source.name}.${table.name}`,
    config: { ...source.config, ...table.config },
    meta: { ...source.meta, ...table.meta },
    source: source.name,
    table: table.name,
    database: source.database,
    schema: source.schema ?? source.name,
    identifier: table.identifier ?? table.name,
    loadedAtField: table.loadedAtField ?? source.loadedAtField,
  }));
}

export function toColumn(facts: ColumnFacts): DbtColumn {
  const checks = facts.checks === undefined ? none : facts.checks.map(toCheck);
  return {
    name: facts.name,
    description: facts.description ?? "",
    dataType: facts.dataType,
    tests: checks.length === 0 ? none : checks.map(({ name }) => name),
    checks,
    meta: facts.meta ?? nothing,
    tags: facts.tags ?? none,
    constraints: facts.constraints ?? none,
  };
}

/** Shared by everything that says nothing. */
const none: readonly never[] = Object.freeze([]);
const nothing = Object.freeze({});

export function toCheck({ name, arguments: given = {}, where, isDisabled }: CheckFacts): DbtCheck {
  return {
    name,
    arguments: given,
    to: readReference(given.to ?? given.compare_model ?? given.reference_model),
    where,
    enabled: isDisabled !== true,
  };
}
