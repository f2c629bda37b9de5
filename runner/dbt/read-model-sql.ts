import type { DbtReads } from "./dbt-project.ts";
import { evaluate } from "./jinja/evaluate.ts";
import { parseTemplate } from "./jinja/parse-template.ts";
import { plainWorld } from "./jinja/plain-world.ts";

/** What a model's SQL reads, as far as its file alone tells. */
export function readModelSql(sql: string): DbtReads {
  const { refs, sources, unclearReads } = evaluate(parseTemplate(sql).statements, plainWorld);
  const names = refs.map((ref) => (typeof ref === "string" ? ref : ref.name));
  return { refs: [...new Set(names)], sources, hasUnclearRefs: unclearReads.length > 0 };
}
