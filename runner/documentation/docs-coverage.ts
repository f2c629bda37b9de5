import { sha256 } from "#agents-schema/digest.ts";
import type { DbtProject } from "../dbt/dbt-project.ts";
import { isEmptyText } from "../dbt/is-empty-text.ts";
import type { FactFile } from "../facts/fact-file.ts";
import type { ProjectFiles } from "../ports/project-files.ts";
import { type ProjectNode, projectNodes } from "./project-node.ts";
import { readFactFiles } from "./read-fact-files.ts";

/** How far one relation is documented. */
export interface NodeCoverage {
  name: string;
  kind: ProjectNode["kind"];
  folder: string;
  /** Its own description is there. */
  described: boolean;
  /** Columns that its property file or its facts know, and those of them with a description. */
  columns: number;
  describedColumns: number;
  /** Texts, its own and its columns', whose numbers stand on recorded facts and that nobody changed since. */
  verified: number;
  /** Why its facts may not hold any more; empty when they may. */
  stale: readonly string[];
  /** ISO 8601: when the oldest of its facts was measured; null without facts. */
  measuredAt: string | null;
}

/** Facts older than this are stale whatever happened since, in days. */
const staleAfterDays = 30;

/** Coverage of each model, seed, snapshot and source table, by what the files say: no query is run. */
export async function docsCoverage(
  project: DbtProject,
  files: ProjectFiles,
  now: Date,
): Promise<{ nodes: readonly NodeCoverage[]; problems: readonly string[] }> {
  const { facts, problems } = await readFactFiles(project, files);
  const nodes: NodeCoverage[] = [];
  for (const node of projectNodes(project)) {
    const sql = node.kind === "model" ? await files.read(node.path) : undefined;
    nodes.push(coverageOf(node, facts.get(node.name), sql, now));
  }
  return { nodes, problems };
}

function coverageOf(
  node: ProjectNode,
  file: FactFile | undefined,
  sql: string | undefined,
  now: Date,
): NodeCoverage {
  const { name, kind, folder, properties } = node;
  const columns = new Set(properties.columns.map((column) => column.name.toLowerCase()));
  for (const { subject } of file?.facts ?? []) {
    if (subject.startsWith(`${name}.`)) columns.add(subject.slice(name.length + 1).toLowerCase());
  }
  const texts: [key: string, text: string][] = [
    ["", properties.description],
    ...properties.columns.map((column): [string, string] => [column.name, column.description]),
  ];
  const written = new Map(
    Object.entries(file?.written ?? {}).map(([key, hash]) => [key.toLowerCase(), hash]),
  );
  const measured = (file?.facts ?? []).map(({ at }) => at).sort();
  return {
    name,
    kind,
    folder,
    described: !isEmptyText(properties.description),
    columns: columns.size,
    describedColumns: properties.columns.filter(({ description }) => !isEmptyText(description))
      .length,
    verified: texts.filter(([key, text]) => written.get(key.toLowerCase()) === sha256(text.trim()))
      .length,
    stale: file === undefined ? [] : whyStale(file, sql, measured[0], now),
    measuredAt: measured[0] ?? null,
  };
}

function whyStale(
  file: FactFile,
  sql: string | undefined,
  oldest: string | undefined,
  now: Date,
): string[] {
  const reasons: string[] = [];
  if (file.sql !== undefined && sql !== undefined && file.sql !== sha256(sql)) {
    reasons.push("its SQL changed since");
  }
  const days = oldest === undefined ? 0 : (now.getTime() - Date.parse(oldest)) / 86_400_000;
  if (days > staleAfterDays) reasons.push(`measured ${Math.floor(days)} days ago`);
  return reasons;
}
