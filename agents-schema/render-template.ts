import { templateExpression } from "./template-expression.ts";

/**
 * Fills in `{{ event.x }}`, `{{ context.x }}`, `{{ inputs.x }}` and `{{ pr.x }}`. Values are data: what looks
 * like a template inside one stays as it is. Lists are joined with `, `; what is missing at run time
 * reads `(none)`; unknown names were refused when the file was loaded.
 */
export function renderTemplate(template: string, names: Readonly<Record<string, unknown>>): string {
  return template.replace(templateExpression, (_whole, text?: string, name?: string) =>
    name === undefined ? (text ?? "") : shown(lookUp(names, name)),
  );
}

function lookUp(names: Readonly<Record<string, unknown>>, name: string): unknown {
  return name
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      names,
    );
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === "") return "(none)";
  if (Array.isArray(value)) return value.length === 0 ? "(none)" : value.map(shown).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
