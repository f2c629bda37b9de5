/** Runs statements. `doing` says in an error's message what the statement was for. */
export interface Sql {
  query<Row extends object>(
    doing: string,
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** Inside a transaction: a statement that finds a row if, and only if, the transaction was committed. */
  provenBy?(text: string, values: readonly unknown[]): void;
}

/**
 * A database.
 *
 * Contract:
 * - Rejects with StoreUnavailable when the database cannot answer; with a plain Error when it says that
 *   the statement or its values are wrong, which is our mistake.
 * - `transaction` commits when `work` resolves and rolls back when it rejects. Inside, only the given
 *   `sql` may be used: an embedded database has one session, so the outer one would wait for ever.
 *   `work` is called again when the transaction came to nothing for a reason that passes (40001, 40P01, a
 *   restart of the server), so it does nothing but ask `sql`.
 */
export interface Database extends Sql {
  transaction<Result>(doing: string, work: (sql: Sql) => Promise<Result>): Promise<Result>;
}
