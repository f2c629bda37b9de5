/** What an agent's `restrictions.sql` say about names. Empty lists: no restriction. */
export interface SqlAccess {
  allowSchemas: readonly string[];
  denySchemas: readonly string[];
  /** `column` or `table.column`. */
  denyColumns: readonly string[];
}

export const unrestricted: SqlAccess = { allowSchemas: [], denySchemas: [], denyColumns: [] };

/** Where names without a schema or database are looked up, as far as that is certain. */
export interface SqlHome {
  /** The database that is connected to. */
  database?: string;
  /** The schema of unqualified names; left out where a setting of the database decides. */
  schema?: string;
  /** There is no catalogue to ask: what only it could tell from something harmless is refused. */
  isUnknown?: boolean;
  /** `Sales` and `sales` are the same schema. */
  foldsCase: boolean;
}
