import { evaluate } from "./jinja/evaluate.ts";
import { parseTemplate } from "./jinja/parse-template.ts";
import { plainWorld } from "./jinja/plain-world.ts";

/** The node that `ref('x')`, `source('x', 'y')` or either in `{{ }}` names; undefined when it is nothing written out. */
export function readReference(text: unknown): string | undefined {
  if (typeof text !== "string" || !text.includes("(")) return undefined;
  const template = text.includes("{{") ? text : `{{ ${text} }}`;
  const { refs, sources } = evaluate(parseTemplate(template).statements, plainWorld);
  const [ref] = refs;
  return sources[0] ?? (typeof ref === "object" ? ref.name : ref);
}
