/** Is there anything in the warehouse that an agent may not see? */
export function closesData(sql: {
  allowSchemas: readonly string[];
  denySchemas: readonly string[];
  denyColumns: readonly string[];
}): boolean {
  return [sql.allowSchemas, sql.denySchemas, sql.denyColumns].some((names) => names.length > 0);
}
