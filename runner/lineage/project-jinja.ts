import type { DbtProject } from "../dbt/dbt-project.ts";
import type { ProjectJinja } from "./render-model.ts";

/** What the models of a project are rendered with, as plain data that can be sent to a thread. */
export function projectJinja(project: DbtProject): Omit<ProjectJinja, "adapter"> {
  const all = [project, ...project.packages].flatMap(({ macros }) => macros);
  return {
    vars: Object.fromEntries(
      Object.entries(project.vars).flatMap(([name, value]) =>
        isPlain(value) ? [[name, value] as const] : [],
      ),
    ),
    macros: all.map(({ name, package: owner, parameters, body }) => ({
      name,
      package: owner,
      parameters,
      body,
    })),
  };
}

/** Without holes that only dbt could fill. */
function isPlain(value: unknown): boolean {
  if (typeof value === "symbol") return false;
  return typeof value !== "object" || value === null || Object.values(value).every(isPlain);
}
