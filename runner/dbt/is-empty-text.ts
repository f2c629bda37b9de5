/** Says nothing: not there, empty, or a placeholder of the kind that documentation tools leave. */
export function isEmptyText(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "string" && /^(?:(?:\{\{\s*)?TODO:?(?:\s*\}\})?)?$/i.test(value.trim());
}
