import { z } from "zod";
import type { DbtColumn, DbtProperties } from "./dbt-project.ts";
import { parseYaml } from "./parse-yaml.ts";

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
  sources: readonly SourceEntry[];
}

const word = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const words = z.string().catch("").default("");
const optional = word.optional().catch(undefined);
const anything = z.record(z.string(), z.unknown()).catch({}).default({});
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(z.unknown())
    .catch([])
    .default([])
    .transform((items) =>
      items.flatMap((value) => {
        const parsed = item.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      }),
    );
const tests = list(z.union([word, z.looseObject({})]));

const Column = z.looseObject({
  name: word,
  description: words,
  data_type: optional,
  tests,
  data_tests: tests,
});
const Entry = z.looseObject({
  name: word,
  description: words,
  columns: list(Column),
  tests,
  data_tests: tests,
  config: anything,
});
const Table = Entry.extend({ identifier: optional, loaded_at_field: optional });
const Source = z.looseObject({
  name: word,
  database: optional,
  schema: optional,
  loaded_at_field: optional,
  tables: list(Table),
});
const File = z.looseObject({ models: list(Entry), seeds: list(Entry), sources: list(Source) });

/** Reads a property file of dbt. Entries without a name, and keys that dbt has but we do not need, are passed over. */
export function readPropertyFile(text: string): PropertyFile | { problem: string } {
  const yaml = parseYaml(text);
  if ("problem" in yaml) return yaml;
  if (yaml.value === null || yaml.value === undefined)
    return { models: [], seeds: [], sources: [] };
  const parsed = File.safeParse(yaml.value);
  if (!parsed.success) return { problem: "a mapping with models, seeds or sources is expected" };

  const { models, seeds, sources } = parsed.data;
  return {
    models: models.map(toEntry),
    seeds: seeds.map(toEntry),
    sources: sources.flatMap((source) =>
      source.tables.map((table) => ({
        ...toEntry(table),
        name: `${source.name}.${table.name}`,
        source: source.name,
        table: table.name,
        database: source.database,
        schema: source.schema ?? source.name,
        identifier: table.identifier ?? table.name,
        loadedAtField: table.loaded_at_field ?? source.loaded_at_field,
      })),
    ),
  };
}

function toEntry(entry: z.infer<typeof Entry>): PropertyEntry {
  return {
    name: entry.name,
    description: entry.description.trim(),
    columns: entry.columns.map(toColumn),
    tests: [...entry.tests, ...entry.data_tests].flatMap(testName),
    config: entry.config,
  };
}

function toColumn(column: z.infer<typeof Column>): DbtColumn {
  return {
    name: column.name,
    description: column.description.trim(),
    dataType: column.data_type,
    tests: [...column.tests, ...column.data_tests].flatMap(testName),
  };
}

/** `unique`, `{accepted_values: {…}}`, or `{name: …, test_name: accepted_values}`. */
function testName(test: string | Record<string, unknown>): string[] {
  if (typeof test === "string") return [test];
  if (typeof test.test_name === "string") return [test.test_name];
  return Object.keys(test)
    .filter((key) => key !== "name" && key !== "config" && key !== "description")
    .slice(0, 1);
}
