export interface QueryAnswer<Row> {
  rows: Row[];
  rowCount?: number | null;
}

export interface Queryable {
  query<Row extends object>(text: string, values?: unknown[]): Promise<QueryAnswer<Row>>;
}

/** One session, out of the pool until released. */
export interface Session extends Queryable {
  /** `destroy`: the session is in an unknown state and must not be used again. */
  release(destroy?: boolean): void;
}

/** The part of `pg.Pool` that the ledger uses; PGlite is made to look like it. */
export interface Pool extends Queryable {
  connect(): Promise<Session>;
  end(): Promise<void>;
}
