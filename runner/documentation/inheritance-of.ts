import type { DbtProject } from "../dbt/dbt-project.ts";
import type { FactFile } from "../facts/fact-file.ts";
import type { ColumnLineage } from "../lineage/column-lineage.ts";
import type { Inherited } from "../writing/brief.ts";
import { inheritedFor } from "../writing/inherited-for.ts";
import { textToInherit } from "../writing/text-to-inherit.ts";
import { projectNodes } from "./project-node.ts";

/** Descriptions that each node's columns may take over from what they are made of. */
export function inheritanceOf(
  project: DbtProject,
  lineages: ReadonlyMap<string, ColumnLineage>,
  previous: ReadonlyMap<string, FactFile>,
): (name: string) => readonly Inherited[] {
  const properties = new Map(projectNodes(project).map((node) => [node.name, node.properties]));
  return (name) =>
    inheritedFor(name, lineages, ({ node, column }) => {
      const known = properties.get(node);
      return known === undefined ? undefined : textToInherit(column, known, previous.get(node));
    });
}
