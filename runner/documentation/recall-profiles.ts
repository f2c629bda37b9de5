import type { DbtProject } from "../dbt/dbt-project.ts";
import { findRelations } from "../dbt/find-relations.ts";
import type { FactFile } from "../facts/fact-file.ts";
import type { MeasuredRelation } from "../keys/measured-relation.ts";
import { columnFamily } from "../profile/column-family.ts";
import { quote } from "../profile/quote.ts";
import type { ColumnProfile } from "../profile/relation-profile.ts";
import { type ProjectNode, projectNodes } from "./project-node.ts";

/**
 * What was measured earlier of nodes that are not measured now: a model that is documented alone still finds
 * the keys that it refers to. Types are those of the property files; a column without one is left out.
 */
export function recallProfiles(
  project: DbtProject,
  dialect: "duckdb" | "postgres",
  files: ReadonlyMap<string, FactFile>,
  isMeasuredNow: (name: string) => boolean,
): readonly MeasuredRelation[] {
  return projectNodes(project).flatMap((node) => {
    const file = files.get(node.name);
    return file === undefined || isMeasuredNow(node.name)
      ? []
      : (recall(project, dialect, node, file) ?? []);
  });
}

function recall(
  project: DbtProject,
  dialect: "duckdb" | "postgres",
  { name, properties }: ProjectNode,
  file: FactFile,
): MeasuredRelation | undefined {
  const where = findRelations(project, name, dialect);
  const relation =
    where.kind === "relations"
      ? where.relations.find((one) => quote.relation(one).replaceAll('"', "") === file.relation)
      : undefined;
  const of = (subject: string, metric: string) =>
    file.facts.find((fact) => fact.subject === subject && fact.metric === metric);
  const rows = of(name, "row_count")?.value;
  if (relation === undefined || typeof rows !== "number") return undefined;

  const columns = properties.columns.flatMap((column): ColumnProfile[] => {
    const { dataType } = column;
    const fact = (metric: string) => of(`${name}.${column.name}`, metric);
    const nulls = fact("null_count")?.value;
    if (dataType === undefined || typeof nulls !== "number") return [];
    const distinct = fact("distinct_count");
    const unique = fact("is_unique")?.value;
    const plainValue = (metric: string) => {
      const value = fact(metric)?.value;
      return typeof value === "number" || typeof value === "string" ? value : undefined;
    };
    return [
      {
        name: column.name,
        type: dataType,
        family: columnFamily(dataType),
        semantics: "other",
        nonNull: rows - nulls,
        distinct:
          distinct?.method === "exact" && typeof distinct.value === "number"
            ? distinct.value
            : undefined,
        isUnique: typeof unique === "boolean" ? unique : undefined,
        min: plainValue("min"),
        max: plainValue("max"),
        meanLength: undefined,
        sketch: undefined,
      },
    ];
  });
  return { subject: name, relation, rows, columns };
}
