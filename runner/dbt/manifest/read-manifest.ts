import { asList, asRecord } from "#agents-schema/shapes.ts";

/** A model, seed or snapshot of the project itself, as dbt last understood it. */
export interface ManifestNode {
  /** `orders`, or `orders.v2`. */
  name: string;
  path: string;
  /** Models, seeds and snapshots by name, sources as `source.table`. */
  refs: readonly string[];
  sources: readonly string[];
  relation: { database: string | undefined; schema: string; name: string } | undefined;
  /** Without Jinja; undefined where dbt only parsed. */
  compiledSql: string | undefined;
}

const relationKinds = /^(?:model|seed|snapshot)\./;

/** The project's own nodes in a target/manifest.json; undefined when it is none of a version that is understood. */
export function readManifest(text: string, project: string): ManifestNode[] | undefined {
  let manifest: Readonly<Record<string, unknown>>;
  try {
    manifest = asRecord(JSON.parse(text));
  } catch {
    return undefined; // Half written, or something else of this name.
  }
  const nodes = asRecord(manifest.nodes);
  const sources = asRecord(manifest.sources);
  if (Object.keys(nodes).length === 0) return undefined;
  return Object.entries(nodes).flatMap(([id, written]): ManifestNode[] => {
    const node = asRecord(written);
    if (!relationKinds.test(id) || node.package_name !== project) return [];
    const reads = asList(asRecord(node.depends_on).nodes).filter(
      (read) => typeof read === "string",
    );
    const name = words(node.alias);
    const schema = words(node.schema);
    return [
      {
        name: nameOf(node),
        path: words(node.original_file_path).replaceAll("\\", "/"),
        refs: reads
          .filter((read) => relationKinds.test(read))
          .map((read) => nameOf(asRecord(nodes[read]))),
        sources: reads.flatMap((read) => {
          const source = asRecord(sources[read]);
          return read.startsWith("source.")
            ? [`${words(source.source_name)}.${words(source.name)}`]
            : [];
        }),
        relation:
          name === "" || schema === ""
            ? undefined
            : { database: words(node.database) || undefined, schema, name },
        compiledSql: typeof node.compiled_code === "string" ? node.compiled_code : undefined,
      },
    ];
  });
}

function nameOf(node: Readonly<Record<string, unknown>>): string {
  const { name, version } = node;
  const isVersioned = typeof version === "string" || typeof version === "number";
  return isVersioned ? `${words(name)}.v${version}` : words(name);
}

function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}
