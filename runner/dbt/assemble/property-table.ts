import type { DbtProblem } from "../dbt-project.ts";
import type {
  EntryFacts,
  PropertyFacts,
  SourceFacts,
  VersionFacts,
} from "../facts/property-facts.ts";
import type { ProjectUnit } from "./project-unit.ts";

/** What a property file says of something, and which file that is. */
export interface Found<Facts> {
  facts: Facts;
  path: string;
}

export interface PropertyTable {
  models: ReadonlyMap<string, Found<EntryFacts>>;
  seeds: ReadonlyMap<string, Found<EntryFacts>>;
  snapshots: ReadonlyMap<string, Found<EntryFacts>>;
  analyses: ReadonlyMap<string, Found<EntryFacts>>;
  tests: ReadonlyMap<string, Found<EntryFacts>>;
  macros: ReadonlyMap<string, Found<EntryFacts>>;
  /** Each table of a source: `source.table`. */
  sources: ReadonlyMap<
    string,
    Found<{ source: SourceFacts; table: SourceFacts["tables"][number] }>
  >;
  /** Name of a model's file → which version of which model it is. */
  versions: ReadonlyMap<string, { of: string; version: VersionFacts; isLatest: boolean }>;
  /** Every property file, for what is of one kind only. */
  files: readonly Found<PropertyFacts>[];
}

const kinds = ["models", "seeds", "snapshots", "analyses", "tests", "macros"] as const;

/** All property files of a project together. What is described twice counts where it comes first. */
export function propertyTable(unit: ProjectUnit, problems: DbtProblem[]): PropertyTable {
  const entries = {
    models: new Map<string, Found<EntryFacts>>(),
    seeds: new Map<string, Found<EntryFacts>>(),
    snapshots: new Map<string, Found<EntryFacts>>(),
    analyses: new Map<string, Found<EntryFacts>>(),
    tests: new Map<string, Found<EntryFacts>>(),
    macros: new Map<string, Found<EntryFacts>>(),
  };
  const sources: Map<
    string,
    Found<{ source: SourceFacts; table: SourceFacts["tables"][number] }>
  > = new Map();
  const files = unit.properties.flatMap(({ path, facts }) =>
    facts.properties === undefined ? [] : [{ path, facts: facts.properties }],
  );
  const keep = <Facts>(all: Map<string, Found<Facts>>, name: string, found: Found<Facts>) => {
    const first = all.get(name);
    if (first === undefined) {
      all.set(name, found);
      return;
    }
    problems.push({
      path: found.path,
      severity: "error",
      message: `${name} is described in ${first.path} already`,
      fix: "keep one of the two",
    });
  };
  for (const { path, facts } of files) {
    for (const kind of kinds) {
      for (const entry of facts[kind] ?? []) {
        keep(entries[kind], entry.name, { facts: entry, path });
      }
    }
    for (const source of facts.sources ?? []) {
      for (const table of source.tables) {
        keep(sources, `${source.name}.${table.name}`, { facts: { source, table }, path });
      }
    }
  }
  return { ...entries, sources, files, versions: versionsOf(entries.models) };
}

function versionsOf(models: ReadonlyMap<string, Found<EntryFacts>>): PropertyTable["versions"] {
  const found = new Map<string, { of: string; version: VersionFacts; isLatest: boolean }>();
  for (const [name, { facts }] of models) {
    const { versions, latestVersion } = facts;
    if (versions === undefined) continue;
    const latest = latestVersion ?? newest(versions.map(({ number }) => number));
    for (const version of versions) {
      const file = version.definedIn ?? `${name}_v${version.number}`;
      found.set(file, { of: name, version, isLatest: version.number === latest });
      // The latest may be in a file without a number.
      if (version.definedIn === undefined && version.number === latest && !found.has(name)) {
        found.set(name, { of: name, version, isLatest: true });
      }
    }
  }
  return found;
}

/** As dbt does it: by number where all are numbers, else by letters. */
function newest(numbers: readonly string[]): string | undefined {
  const areNumbers = numbers.every((number) => !Number.isNaN(Number(number)));
  const inOrder = [...numbers].sort((a, b) => {
    if (areNumbers) return Number(a) - Number(b);
    return a < b ? -1 : 1;
  });
  return inOrder.at(-1);
}
