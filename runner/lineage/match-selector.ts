import picomatch from "picomatch";
import type { DbtProject } from "../dbt/dbt-project.ts";
import type { GraphNode, ProjectGraph } from "./project-graph.ts";

interface Asked {
  node: GraphNode;
  project: DbtProject;
  matches: (text: string) => boolean;
  value: string;
}

/** What each method of dbt looks at. */
const methods: Readonly<Record<string, (asked: Asked) => boolean>> = {
  fqn: isNamed,
  path: isUnderPath,
  file: ({ node, matches }) => fileNames(node.path).some(matches),
  tag: ({ node, matches }) => tagsOf(node).some(matches),
  source: ({ node, matches, project }) => isSource(node, matches, project),
  package: ({ node, matches, project, value }) =>
    value === "this" ? node.package === undefined : matches(node.package ?? project.name),
  resource_type: ({ node, value }) => node.kind === value,
  exposure: ofKind("exposure"),
  metric: ofKind("metric"),
  semantic_model: ofKind("semantic_model"),
  test_name: ofKind("test"),
  access: ({ node, value }) => node.config?.access === value,
  group: ({ node, matches }) => node.config?.group !== undefined && matches(node.config.group),
};

/** Settings that `config.x:` can ask for. */
const settings: Readonly<Record<string, (node: GraphNode) => readonly string[]>> = {
  materialized: ({ config, kind }) => [config?.materialized ?? (kind === "model" ? "view" : kind)],
  schema: ({ config }) => listed(config?.schema),
  database: ({ config }) => listed(config?.database),
  alias: ({ config }) => listed(config?.alias),
  tags: tagsOf,
  group: ({ config }) => listed(config?.group),
  access: ({ config }) => listed(config?.access),
  incremental_strategy: ({ config }) => listed(config?.incrementalStrategy),
  on_schema_change: ({ config }) => listed(config?.onSchemaChange),
  unique_key: ({ config }) => config?.uniqueKey ?? [],
};

/** The nodes that one selector without its signs means: `tag:nightly`, `stg_*`, `models/marts`. */
export function matchSelector(
  graph: ProjectGraph,
  project: DbtProject,
  text: string,
): { ids: readonly string[] } | { problem: string } {
  const { method, value } = readMethod(text);
  if (value === "") return { problem: `${text} names nothing` };
  const setting = /^config\.(?<name>\w+)$/.exec(method)?.groups?.name;
  const matches = globOf(value);
  const nodes = [...graph.nodes.values()];
  if (setting !== undefined) {
    const read = Object.hasOwn(settings, setting) ? settings[setting] : undefined;
    if (read === undefined)
      return unknown(
        text,
        Object.keys(settings).map((name) => `config.${name}`),
      );
    return { ids: nodes.filter((node) => read(node).some(matches)).map(({ id }) => id) };
  }
  if (method === "state") {
    return { problem: `${text} needs two commits: ask \`buster impact --base REV\`` };
  }
  const accepts = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (accepts === undefined) return unknown(text, [...Object.keys(methods), "config.materialized"]);
  return {
    ids: nodes.filter((node) => accepts({ node, project, matches, value })).map(({ id }) => id),
  };
}

function readMethod(text: string): { method: string; value: string } {
  const { method, value } = /^(?<method>[a-z_]+(?:\.\w+)*):(?<value>.*)$/s.exec(text)?.groups ?? {};
  if (method !== undefined && value !== undefined) return { method, value };
  if (text.includes("/")) return { method: "path", value: text };
  return { method: /\.(?:sql|ya?ml|csv|py)$/.test(text) ? "file" : "fqn", value: text };
}

function unknown(text: string, known: readonly string[]): { problem: string } {
  return { problem: `${text}: there is no such method; known are ${known.join(", ")}` };
}

function globOf(value: string): (text: string) => boolean {
  if (!/[*?[\]]/.test(value)) return (text) => text === value;
  return picomatch(value, { dot: true, bash: true, nobrace: true, noextglob: true });
}

/** Its name, or the directories that lead to it: `staging`, `shop.staging.stg_orders`, `staging.*`. */
function isNamed({ node, project, matches, value }: Asked): boolean {
  if (matches(node.id) || matches(node.steps.at(-1) ?? node.id)) return true;
  const steps = [node.package ?? project.name, ...node.steps];
  const depth = value.split(".").length;
  return [steps, node.steps].some((from) => matches(from.slice(0, depth).join(".")));
}

function isUnderPath({ node, project, value }: Asked): boolean {
  const path = value.replace(/^\.\//, "").replace(/\/+$/, "");
  // As dbt has it from the project's directory; as git has it from the repository's.
  const inside = project.root === "" ? node.path : node.path.slice(project.root.length + 1);
  return [inside, node.path].some(
    (own) => own === path || own.startsWith(`${path}/`) || globOf(path)(own),
  );
}

function isSource(
  { id, kind, package: from }: GraphNode,
  matches: (text: string) => boolean,
  project: DbtProject,
): boolean {
  if (kind !== "source") return false;
  const [source = ""] = id.split(".");
  return [source, id, `${from ?? project.name}.${id}`].some(matches);
}

function ofKind(kind: GraphNode["kind"]): (asked: Asked) => boolean {
  return ({ node, matches }) => node.kind === kind && matches(node.id.slice(kind.length + 1));
}

function fileNames(path: string): string[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return [name, name.replace(/\.\w+$/, "")];
}

function tagsOf({ config, properties }: GraphNode): readonly string[] {
  return [...(config?.tags ?? []), ...(properties?.columns.flatMap(({ tags }) => tags) ?? [])];
}

function listed(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
