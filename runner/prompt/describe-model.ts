import type { DbtModel, DbtProject } from "../dbt/dbt-project.ts";
import { downstream } from "../dbt/downstream.ts";
import { upstream } from "../dbt/upstream.ts";

/** Models of the lineage that are named, in each direction. */
const maxNamed = 30;

/** What is known of a model without asking the warehouse: its documentation and its lineage, in words. */
export function describeModel(project: DbtProject, model: DbtModel): string {
  const columns = model.columns.map(({ name, description, tests }) => {
    const tested = tests.length > 0 ? ` [${tests.join(", ")}]` : "";
    return `- ${name}${tested}: ${description || "(not documented)"}`;
  });
  return [
    `file: ${model.path}`,
    `documented in: ${model.yamlPath ?? "(nowhere)"}`,
    `materialized: ${model.config.materialized ?? "(project default)"}`,
    `reads from: ${named(upstream(project, model.name))}`,
    `read by: ${named(downstream(project, model.name))}`,
    `description: ${model.description || "(none)"}`,
    ...(columns.length > 0 ? ["columns:", ...columns] : ["columns: (none documented)"]),
  ].join("\n");
}

function named(names: readonly string[]): string {
  if (names.length === 0) return "(nothing)";
  const rest = names.length - maxNamed;
  return names.slice(0, maxNamed).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
