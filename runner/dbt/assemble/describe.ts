import type { DbtColumn, DbtProperties } from "../dbt-properties.ts";
import { columnsIn } from "../facts/columns-in.ts";
import type { ColumnFacts, EntryFacts } from "../facts/property-facts.ts";
import { toCheck, toColumn } from "../read-property-file.ts";
import type { DocTable } from "./doc-table.ts";
import type { Found } from "./property-table.ts";

/** The columns that a property file has of something, with their blocks of documentation read. */
export function describeColumns(
  found: Found<EntryFacts> | undefined,
  docs: DocTable,
  from: string | undefined,
): readonly DbtColumn[] {
  return columnsIn(found?.facts).map((column) => describeColumn(column, docs, from));
}

/**
 * Columns that are made when somebody looks at them first: there are ten times as many of them as of anything
 * else, and whoever asks for lineage never does.
 */
export function withColumns<Node extends object>(
  node: Node,
  make: () => readonly DbtColumn[],
): Node & { readonly columns: readonly DbtColumn[] } {
  let made: readonly DbtColumn[] | undefined;
  return {
    ...node,
    get columns() {
      made ??= make();
      return made;
    },
  };
}

/** What the property file says of something, with its blocks of documentation read. */
export function describe(
  found: Found<EntryFacts> | undefined,
  docs: DocTable,
  from: string | undefined,
): DbtProperties {
  const columns = describeColumns(found, docs, from);
  return { ...describeWithoutColumns(found, docs, from), columns };
}

export function describeWithoutColumns(
  found: Found<EntryFacts> | undefined,
  docs: DocTable,
  from: string | undefined,
): Omit<DbtProperties, "columns"> {
  if (found === undefined) {
    return {
      description: "",
      tests: [],
      checks: [],
      meta: {},
      constraints: [],
      yamlPath: undefined,
    };
  }
  const { description = "", checks: written = [], meta = {}, constraints = [] } = found.facts;
  const checks = written.map(toCheck);
  const texts = docs.describe(description, from);
  const tests = checks.map(({ name }) => name);
  return { ...texts, tests, checks, meta, constraints, yamlPath: found.path };
}

function describeColumn(facts: ColumnFacts, docs: DocTable, from: string | undefined): DbtColumn {
  const column = toColumn(facts);
  // Few descriptions are a reference, and there are many columns.
  return column.description.includes("doc(")
    ? { ...column, ...docs.describe(column.description, from) }
    : column;
}

/** Columns that the constraints say are the primary key. */
export function primaryKeyOf(facts: EntryFacts | undefined): string[] {
  const onModel = facts?.constraints?.find(({ type }) => type === "primary_key");
  if (onModel !== undefined) return [...onModel.columns];
  // Nothing is read of columns that cannot say it.
  if (typeof facts?.columns === "function") return [];
  return columnsIn(facts)
    .filter((column) => column.constraints?.some(({ type }) => type === "primary_key") === true)
    .map(({ name }) => name);
}
