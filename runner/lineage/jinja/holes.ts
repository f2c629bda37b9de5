import { type JinjaValue, marker } from "./jinja-value.ts";

/** What stands in a text for what only dbt knows: name → why, and the Jinja it stands for. */
export type Holes = ReadonlyMap<string, { reason: string; source: string | undefined }>;

/** Writes values as dbt writes them into text. What is not known becomes a name of its own. */
export function createWriter(adapter: string): {
  holes: Holes;
  toText(value: JinjaValue, source?: string): string;
} {
  const holes = new Map<string, { reason: string; source: string | undefined }>();
  return { holes, toText };

  function toText(value: JinjaValue, source?: string): string {
    if (typeof value === "string") return value;
    if (value === undefined) return "";
    if (value === null) return "None";
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "number") return String(value);
    if (Array.isArray(value)) return `[${value.map((item) => quoted(item)).join(", ")}]`;
    if (value instanceof Map) return hole("a dictionary", source);
    if (value.kind === "relation") return relationText(value.node, adapter);
    return hole(value.kind === "unknown" ? value.reason : "a macro that is not called", source);
  }

  function quoted(value: JinjaValue): string {
    return typeof value === "string" ? `'${value}'` : toText(value);
  }

  function hole(reason: string, source: string | undefined): string {
    const name = `${marker}${holes.size}`;
    holes.set(name, { reason, source });
    return name;
  }
}

/** How a node stands in SQL: its last name is what it is called by where it has no alias. */
function relationText(node: string, adapter: string): string {
  const dot = node.indexOf(".");
  const isSource = dot > 0 && !/\.v\d+$/.test(node);
  const parts = isSource
    ? [`jinja__source:${node.slice(0, dot)}`, node.slice(dot + 1)]
    : ["jinja__ref", node];
  return parts.map((part) => quoteName(part, adapter)).join(".");
}

/** A name as the dialect of an adapter quotes it. */
export function quoteName(name: string, adapter: string): string {
  const sign = adapter === "bigquery" ? "`" : '"';
  return `${sign}${name.replaceAll(sign, sign + sign)}${sign}`;
}

/** The node that a table's name stands for; undefined: it is none of those. */
export function nodeOfText(schema: string | undefined, name: string): string | undefined {
  if (schema === "jinja__ref") return name;
  const source = schema?.startsWith("jinja__source:") ? schema.slice(14) : undefined;
  return source === undefined ? undefined : `${source}.${name}`;
}
