import type { ProjectSide } from "./project-side.ts";

/** Names of variables that dbt_project.yml sets in another way. */
export function changedVars(base: ProjectSide, head: ProjectSide): readonly string[] {
  const [was, is] = [base.project.vars, head.project.vars];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name])).sort();
}
