/** Quotes names and values for SQL of DuckDB and Postgres: nothing of them is ever read as SQL. */
export const quote = {
  name: (name: string): string => `"${name.replaceAll('"', '""')}"`,
  text: (value: string): string => `'${value.replaceAll("'", "''")}'`,
  relation: ({ database, schema, name }: { database?: string; schema?: string; name: string }) =>
    [database, schema, name]
      .flatMap((part) => (part === undefined ? [] : [quote.name(part)]))
      .join("."),
};
