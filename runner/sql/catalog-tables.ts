/** Tables of information_schema that tell names and types, no data and no text of views. */
export const catalogTables: ReadonlySet<string> = new Set([
  "columns",
  "constraint_column_usage",
  "key_column_usage",
  "referential_constraints",
  "schemata",
  "table_constraints",
  "tables",
]);
