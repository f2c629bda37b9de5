import type { SqlAccess } from "../sql/sql-access.ts";
export type Cell = string | number | boolean | null;

export interface QueryResult {
  columns: readonly { name: string; type: string }[];
  rows: readonly (readonly Cell[])[];
  /** True when the row or byte cap cut the result. */
  truncated: boolean;
}

export interface Relation {
  database?: string;
  schema?: string;
  name: string;
}

export interface ColumnInfo {
  name: string;
  /** The warehouse's own name: BIGINT, VARCHAR, character varying, … */
  type: string;
  /** What it is measured as where a type of its own does not tell: `enum`, or the type below a domain. */
  measuredAs?: string;
}

/** What the catalogue knows of a relation without looking at its rows. */
export interface RelationEstimate {
  kind: "table" | "view";
  /** Estimates of the engine; undefined where it keeps none, as for a view. */
  rows: number | undefined;
  bytes: number | undefined;
}

export interface CopyRequest {
  /** In this order; left out: all. */
  columns?: readonly string[];
  /** Rows of a seeded random sample, of how many; left out: everything. */
  sample?: { rows: number; of: number; seed: number };
  /** Refused when there are more. */
  maxRows?: number;
  timeoutMs: number;
  tag?: string;
  signal?: AbortSignal;
}

/**
 * A warehouse, read-only.
 *
 * Contract:
 * - `query` passes the SQL gate before the engine sees the text, runs it read-only, and stops at the
 *   caps. A refusal is `{kind: "refused"}`, an SQL error `{kind: "failed"}`: both are answers.
 * - Rejects with WorldFailure `warehouse-unavailable` when there is no warehouse to ask.
 * - Numbers that a double cannot hold exactly come back as strings.
 * - Questions of one warehouse are answered one after the other; open several to ask at once.
 */
export interface Warehouse {
  readonly dialect: "duckdb" | "postgres";
  query(
    sql: string,
    limits: {
      maxRows: number;
      maxBytes: number;
      timeoutMs: number;
      tag: string;
      signal?: AbortSignal;
      /**
       * The statement is ours, and its answer small by the way it is written: it may be made all at once,
       * which lets some engines use more than one core.
       */
      isSmall?: boolean;
      /** Refused when it may read more, by the sizes of its tables, or when that cannot be told. */
      maxBytesScanned?: number;
      /** What an agent's `restrictions.sql` says; a statement for which it cannot be decided is refused. */
      access?: SqlAccess;
    },
  ): Promise<
    | { kind: "rows"; result: QueryResult }
    | { kind: "refused"; reason: string }
    | { kind: "failed"; reason: string }
  >;
  /** Columns in order; undefined when there is no such relation. */
  columns(relation: Relation): Promise<readonly ColumnInfo[] | undefined>;
  /** Free of charge; undefined when there is no such relation. */
  estimate(relation: Relation): Promise<RelationEstimate | undefined>;
  /**
   * Copies a relation, or a sample of it, into a temporary table of this connection, which can then be
   * queried by the name in the answer until `drop`. The statement is ours; no text of an agent is in it.
   */
  copy(
    relation: Relation,
    request: CopyRequest,
  ): Promise<
    | { kind: "copied"; relation: Relation; rows: number; drop(): Promise<void> }
    | { kind: "refused" | "failed"; reason: string }
  >;
  close(): Promise<void>;
}
