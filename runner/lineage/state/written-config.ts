import { asList, asRecord } from "#agents-schema/shapes.ts";
import { parseYaml } from "../../dbt/parse-yaml.ts";
import { propertySection } from "../../dbt/property-section.ts";
import type { GraphNode } from "../project-graph.ts";
import type { ProjectSide } from "./project-side.ts";

/** What files set for a node beside its SQL: setting → value as JSON. */
export type WrittenConfig = ReadonlyMap<string, string>;

const trees: Readonly<Record<string, string>> = propertySection;
/** They say something about a node and change nothing of it. */
const harmless = new Set(["meta", "docs", "description"]);

/** Answers what the property file and dbt_project.yml set for a node, as it is written there. */
export function readWrittenConfigs({
  project,
  files,
}: ProjectSide): (node: GraphNode) => WrittenConfig {
  const parsed = new Map<string, Record<string, unknown>>();
  const yamlOf = (path: string) => {
    const known = parsed.get(path);
    if (known !== undefined) return known;
    const read = parseYaml(files.get(path) ?? "");
    const value = asRecord("value" in read ? read.value : undefined);
    parsed.set(path, value);
    return value;
  };
  const inRoot = (name: string) => (project.root === "" ? name : `${project.root}/${name}`);
  const settings = yamlOf(inRoot("dbt_project.yml"));

  return (node) => {
    const found = new Map<string, string>();
    const tree = trees[node.kind];
    if (tree === undefined) return found;
    const put = (key: string, value: unknown) => {
      const name = key.replace(/^\+/, "");
      if (!harmless.has(name)) found.set(name, JSON.stringify(value));
    };
    let level: unknown = settings[tree];
    for (const step of [undefined, node.package ?? project.name, ...node.steps]) {
      if (step !== undefined) level = asRecord(level)[step];
      if (level === undefined || level === null) break;
      for (const [key, value] of Object.entries(asRecord(level))) {
        const isDirectory = typeof value === "object" && value !== null && !Array.isArray(value);
        if (key.startsWith("+") || !isDirectory) put(key, value);
      }
    }
    const entry = entryOf(yamlOf(node.properties?.yamlPath ?? ""), tree, node);
    for (const [key, value] of Object.entries(asRecord(entry.config))) put(key, value);
    return found;
  };
}

function entryOf(
  file: Record<string, unknown>,
  tree: string,
  node: GraphNode,
): Record<string, unknown> {
  const name = node.steps.at(-1) ?? node.id;
  return asRecord(asList(file[tree]).find((entry) => asRecord(entry).name === name));
}
