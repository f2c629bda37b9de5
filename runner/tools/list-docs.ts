import type { DbtProject, DbtProperties } from "../dbt/dbt-project.ts";

/** Something of a project that has a name and perhaps words about it. */
export interface Documented {
  kind: string;
  name: string;
  path: string;
  description: string;
  columns: readonly { name: string; description: string }[];
}

/** Everything in a project that somebody can have described, the team's own before what packages bring. */
export function listDocs(project: DbtProject): Documented[] {
  const relation = (kind: string) => (node: DbtProperties & { name: string; path?: string }) => ({
    ...plain(kind, node.name, node.path ?? node.yamlPath ?? "", node.description),
    columns: node.columns,
  });
  const own = [
    ...project.models.map(relation("model")),
    ...project.seeds.map(relation("seed")),
    ...project.snapshots.map(relation("snapshot")),
    ...project.sources.map(relation("source")),
    ...project.exposures.map((one) =>
      plain("exposure", one.name, one.path, join(one.label, one.description, one.owner.name)),
    ),
    ...project.metrics.map((one) =>
      plain("metric", one.name, one.path, join(one.label, one.description)),
    ),
    ...project.semanticModels.map((one) => ({
      ...plain("semantic model", one.name, one.path, one.description),
      columns: [...one.entities, ...one.dimensions, ...one.measures].map(({ name }) => ({
        name,
        description: "",
      })),
    })),
    ...project.docs.map((one) => plain("docs block", one.name, one.path, one.text)),
    ...project.macros.flatMap((one) =>
      one.package === undefined ? [plain("macro", one.name, one.path, one.description)] : [],
    ),
  ];
  const packages = project.packages.flatMap(({ name, models, macros }) => [
    ...models.map(relation(`model of ${name}`)),
    ...macros.map((one) => plain(`macro of ${name}`, one.name, one.path, one.description)),
  ]);
  return [...own, ...packages];
}

function plain(kind: string, name: string, path: string, description: string): Documented {
  return { kind, name, path, description, columns: [] };
}

function join(...texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join(". ");
}
