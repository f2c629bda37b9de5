import { type GraphNode, type ProjectGraph, projectGraph } from "../project-graph.ts";
import { changedMacros } from "./changed-macros.ts";
import { changedVars } from "./changed-vars.ts";
import { packageChanges } from "./package-changes.ts";
import type { ProjectSide } from "./project-side.ts";
import { readWrittenConfigs } from "./written-config.ts";

export interface NodeChange {
  id: string;
  kind: GraphNode["kind"];
  change: "added" | "removed" | "modified";
  /** `body`, `config.materialized`, `relation`, `contract`, `macro:cents_to_dollars`, `var:start_date`, … */
  reasons: readonly string[];
}

/**
 * The nodes that differ between two versions of a project, with what differs: dbt's `state:modified`, told
 * from files alone. A description alone changes nothing, unless it is written into the warehouse.
 */
export function modifiedNodes(base: ProjectSide, head: ProjectSide): readonly NodeChange[] {
  const before = projectGraph(base.project);
  const after = projectGraph(head.project);
  const reasonsOf = compareNodes(base, head);
  const changes: NodeChange[] = [];
  for (const node of after.nodes.values()) {
    const old = before.nodes.get(node.id);
    const reasons = old === undefined ? ["new"] : reasonsOf(old, node);
    if (reasons.length === 0) continue;
    const change = old === undefined ? "added" : "modified";
    changes.push({ id: node.id, kind: node.kind, change, reasons });
  }
  return [...changes, ...removedNodes(before, after)];
}

function removedNodes(before: ProjectGraph, after: ProjectGraph): NodeChange[] {
  return [...before.nodes.values()]
    .filter(({ id }) => !after.nodes.has(id))
    .map(({ id, kind }) => ({ id, kind, change: "removed", reasons: ["gone, or switched off"] }));
}

function compareNodes(base: ProjectSide, head: ProjectSide) {
  const macros = changedMacros(base.project, head.project);
  const configBefore = readWrittenConfigs(base);
  const configAfter = readWrittenConfigs(head);
  const vars = changedVars(base, head);
  const packages = packageChanges(base, head);

  return (old: GraphNode, node: GraphNode): string[] => {
    const reasons = new Set<string>();
    const text = textOf(head, node);
    if (normal(textOf(base, old)) !== normal(text))
      reasons.add(node.kind === "seed" ? "content" : "body");
    if (isFile(node)) {
      for (const name of [...macros.calledBy(text), ...macros.everywhere])
        reasons.add(`macro:${name}`);
      const texts = [text, ...macros.bodiesCalledBy(text)];
      for (const name of vars)
        if (texts.some((one) => readsVar(one, name))) reasons.add(`var:${name}`);
      for (const name of packages) {
        if (texts.some((one) => one.includes(`${name}.`))) reasons.add(`package:${name}`);
      }
    }
    const [was, is] = [configBefore(old), configAfter(node)];
    for (const key of new Set([...was.keys(), ...is.keys()])) {
      if (was.get(key) !== is.get(key)) reasons.add(`config.${key}`);
    }
    for (const reason of resolvedReasons(old, node)) reasons.add(reason);
    for (const reason of declaredReasons(old, node, is)) reasons.add(reason);
    if (sorted(old.reads) !== sorted(node.reads) && !reasons.has("body"))
      reasons.add("what it reads");
    return [...reasons];
  };
}

/** Settings as they come out, where files say so in another way. */
function resolvedReasons({ config: was }: GraphNode, { config: is }: GraphNode): string[] {
  if (was === undefined || is === undefined) return [];
  const relation = ["database", "schema", "alias"] as const;
  const settings = [
    ["materialized", "materialized"],
    ["uniqueKey", "unique_key"],
    ["incrementalStrategy", "incremental_strategy"],
    ["onSchemaChange", "on_schema_change"],
    ["tags", "tags"],
    ["group", "group"],
    ["access", "access"],
  ] as const;
  const changed = settings.filter(([key]) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
  return [
    ...(relation.some((key) => was[key] !== is[key]) ? ["relation"] : []),
    ...changed.map(([, name]) => `config.${name}`),
  ];
}

/** What the property file promises. */
function declaredReasons(
  old: GraphNode,
  node: GraphNode,
  config: ReadonlyMap<string, string>,
): string[] {
  const [was, is] = [old.properties, node.properties];
  if (was === undefined || is === undefined) return [];
  const reasons: string[] = [];
  const isPromised = old.config?.contract === true || node.config?.contract === true;
  const promise = (properties: typeof was) =>
    JSON.stringify([
      properties.columns.map(({ name, dataType, constraints }) => [name, dataType, constraints]),
      properties.constraints,
    ]);
  const isToggled = old.config?.contract !== node.config?.contract;
  if (isToggled || (isPromised && promise(was) !== promise(is))) reasons.push("contract");
  const texts = (properties: typeof was) =>
    JSON.stringify([
      properties.description,
      properties.columns.map(({ name, description }) => [name, description]),
    ]);
  if (config.has("persist_docs") && texts(was) !== texts(is))
    reasons.push("persisted descriptions");
  return reasons;
}

function isFile({ kind }: GraphNode): boolean {
  return kind === "model" || kind === "snapshot" || kind === "analysis" || kind === "test";
}

/** What is compared as the body: of a file its text, of what is declared in YAML what it declares. */
function textOf({ project, files }: ProjectSide, node: GraphNode): string {
  if (isFile(node) || node.kind === "seed") return files.get(node.path) ?? "";
  const name = node.id.slice(node.id.indexOf(":") + 1);
  const named = (list: readonly { name: string }[]) =>
    JSON.stringify(list.find((one) => one.name === name) ?? null);
  switch (node.kind) {
    case "exposure":
      return named(project.exposures);
    case "metric":
      return named(project.metrics);
    case "semantic_model":
      return named(project.semanticModels);
    default: {
      const all = [project, ...project.packages].flatMap(({ sources }) => sources);
      const source = all.find((one) => one.name === node.id);
      return JSON.stringify([source?.database, source?.schema, source?.identifier]);
    }
  }
}

/** White space at the end of lines and of the file says nothing. */
function normal(text: string): string {
  return text.replaceAll(/[ \t\r]+$/gm, "").trimEnd();
}

function readsVar(text: string, name: string): boolean {
  return [`var('${name}'`, `var("${name}"`].some((call) => text.includes(call));
}

function sorted(names: readonly string[]): string {
  return [...names].sort().join("\n");
}
