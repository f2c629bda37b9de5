import type { DbtProject, DbtProperties } from "../dbt/dbt-project.ts";
import { columnId } from "./column-id.ts";

/** What the project itself says about its keys, in tests and constraints. */
export interface Declarations {
  /** Columns that are said to be unique: ids. */
  unique: ReadonlySet<string>;
  /** Of the relation of this name: columns that are said to be unique together. */
  together: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Child (an id) to parents (ids) that a test says it refers to. */
  references: ReadonlyMap<string, readonly string[]>;
}

/** Reads the tests and constraints of everything in a project; nothing without a project. */
export function readDeclarations(project: DbtProject | undefined): Declarations {
  const unique = new Set<string>();
  const together = new Map<string, (readonly string[])[]>();
  const references = new Map<string, string[]>();
  const declareTogether = (subject: string, columns: readonly string[]) => {
    const [only, ...more] = columns;
    if (only === undefined) return;
    if (more.length === 0) unique.add(columnId(subject, only));
    else together.set(subject, [...(together.get(subject) ?? []), columns]);
  };

  for (const node of nodesOf(project)) {
    for (const { name, arguments: given, enabled } of node.checks) {
      const columns = given.combination_of_columns ?? given.column_list;
      if (enabled && /unique|primary_key|compound/.test(name)) {
        declareTogether(node.name, texts(columns));
      }
    }
    for (const { type, columns } of node.constraints) {
      if (type === "primary_key" || type === "unique") declareTogether(node.name, columns);
    }
    for (const { name, checks, constraints } of node.columns) {
      const id = columnId(node.name, name);
      if (constraints.some(({ type }) => type === "primary_key" || type === "unique")) {
        unique.add(id);
      }
      for (const check of checks) {
        if (!check.enabled) continue;
        if (check.name === "unique" && check.where === undefined) unique.add(id);
        const field = check.arguments.field;
        if (!/(?:^|\.)relationships(?:_where)?$/.test(check.name) || typeof field !== "string")
          continue;
        if (check.to === undefined) continue;
        references.set(id, [...(references.get(id) ?? []), columnId(check.to, field)]);
      }
    }
  }
  for (const { name, primaryKey, config } of project?.models ?? []) {
    declareTogether(name, primaryKey);
    declareTogether(name, config.uniqueKey);
  }
  return { unique, together, references };
}

function nodesOf(project: DbtProject | undefined): readonly (DbtProperties & { name: string })[] {
  if (project === undefined) return [];
  return [...project.models, ...project.seeds, ...project.snapshots, ...project.sources];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
